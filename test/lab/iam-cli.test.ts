import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AwsShell, awsCliIsLeftOut, findAwsCli, openAwsShell } from "../support/aws-cli.ts";
import { openLab, type OpenLab } from "./open-lab.ts";

const binary = await findAwsCli();
const present = binary === undefined ? [] : [binary];

test.skipIf(awsCliIsLeftOut(binary))("the AWS CLI is there", () => {
  expect(binary).toBeDefined();
});

describe.for(present)("IAM and STS with the AWS CLI: %s", (cli) => {
  let open: OpenLab;
  let shell: AwsShell;
  beforeAll(async () => {
    open = await openLab();
    shell = await openAwsShell({
      binary: cli,
      endpointUrl: open.lab.url,
      awsConfig: open.lab.awsConfig(),
    });
  });
  afterAll(async () => {
    await shell.close();
    await open.close();
    expect(open.faults).toEqual([]);
  });

  test("a role is made, trusted, given a policy, assumed, and taken away", async () => {
    const made = await shell.run(
      "a",
      `
cat > trust.json <<'J'
{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:user/writer"},"Action":"sts:AssumeRole"}]}
J
cat > allowed.json <<'J'
{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}
J
aws iam create-role --role-name courier --assume-role-policy-document file://trust.json --tags Key=team,Value=blue --query Role.Arn --output text
aws iam create-policy --policy-name listing --policy-document file://allowed.json --query Policy.Arn --output text
aws iam attach-role-policy --role-name courier --policy-arn arn:aws:iam::111111111111:policy/listing
aws iam list-attached-role-policies --role-name courier --query 'AttachedPolicies[].PolicyName' --output text
aws iam get-role --role-name courier --query 'Role.[AssumeRolePolicyDocument.Statement[0].Principal.AWS,Tags[0].Value]' --output text
`,
    );
    expect(made).toEqual({
      exit: 0,
      stderr: "",
      stdout: [
        "arn:aws:iam::111111111111:role/courier",
        "arn:aws:iam::111111111111:policy/listing",
        "listing",
        "arn:aws:iam::111111111111:user/writer\tblue",
        "",
      ].join("\n"),
    });
    const assumed = await shell.run(
      "writer",
      `
set -- $(aws sts assume-role --role-arn arn:aws:iam::111111111111:role/courier --role-session-name job --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)
unset AWS_PROFILE
export AWS_ACCESS_KEY_ID=$1 AWS_SECRET_ACCESS_KEY=$2 AWS_SESSION_TOKEN=$3 AWS_DEFAULT_REGION=ap-northeast-1
aws sts get-caller-identity --query Arn --output text
aws s3 ls | cut -d' ' -f3
aws iam list-users 2>&1 || true
`,
    );
    expect(
      assumed.stdout
        .trim()
        .split("\n")
        .filter((line) => line !== ""),
    ).toEqual([
      "arn:aws:sts::111111111111:assumed-role/courier/job",
      "dev-a",
      expect.stringContaining(
        "User: arn:aws:sts::111111111111:assumed-role/courier/job is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::111111111111:user/ because no identity-based policy allows the iam:ListUsers action",
      ) as string,
    ]);
    const gone = await shell.run(
      "a",
      `
aws iam delete-role --role-name courier 2>&1 || true
aws iam detach-role-policy --role-name courier --policy-arn arn:aws:iam::111111111111:policy/listing
aws iam delete-role --role-name courier
aws iam delete-policy --policy-arn arn:aws:iam::111111111111:policy/listing
aws iam get-role --role-name courier 2>&1 || true
`,
    );
    expect(gone.stdout).toContain("(DeleteConflict)");
    expect(gone.stdout).toContain("Cannot delete entity, must detach all policies first.");
    expect(gone.stdout).toContain("(NoSuchEntity)");
    expect(gone.stdout).toContain("The role with name courier cannot be found.");
  });

  test("users, groups and keys are managed, and what is not allowed is refused by name", async () => {
    const { exit, stderr, stdout } = await shell.run(
      "a",
      `
aws iam create-group --group-name readers >/dev/null
aws iam create-user --user-name dana --path /people/ --query User.Arn --output text
aws iam add-user-to-group --group-name readers --user-name dana
aws iam list-groups-for-user --user-name dana --query 'Groups[].GroupName' --output text
aws iam create-access-key --user-name dana --query AccessKey.Status --output text
aws iam simulate-principal-policy --policy-source-arn arn:aws:iam::111111111111:user/writer --action-names s3:PutObject s3:DeleteObject --resource-arns arn:aws:s3:::dev-a/k --query 'EvaluationResults[].EvalDecision' --output text
aws iam list-users --max-items 1 --query 'Users[].UserName' --output text | head -1
`,
    );
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(stdout.trim().split("\n")).toEqual([
      "arn:aws:iam::111111111111:user/people/dana",
      "readers",
      "Active",
      "allowed\timplicitDeny",
      "dana",
    ]);
    const refused = await shell.run("writer", "aws iam create-user --user-name eve");
    expect(refused.exit).not.toBe(0);
    expect(refused.stderr).toContain(
      "An error occurred (AccessDenied) when calling the CreateUser operation: User: arn:aws:iam::111111111111:user/writer is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::111111111111:user/eve because no identity-based policy allows the iam:CreateUser action",
    );
  });

  test("session and federation tokens work with the CLI", async () => {
    const { exit, stderr, stdout } = await shell.run(
      "root-like",
      `
aws sts get-session-token --query 'length(Credentials.SessionToken)>\`100\`' --output text
aws sts get-federation-token --name fred --query FederatedUser.Arn --output text
aws sts get-access-key-info --access-key-id $(aws configure get aws_access_key_id --profile b) --query Account --output text
`,
    );
    expect({ exit, stderr, stdout }).toEqual({
      exit: 0,
      stderr: "",
      stdout: "True\narn:aws:sts::111111111111:federated-user/fred\n222222222222\n",
    });
  });
});
