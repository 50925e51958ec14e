import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AwsShell, awsCliIsLeftOut, findAwsCli, openAwsShell } from "../support/aws-cli.ts";
import { openServices, type OpenServices } from "./open-services.ts";

const binary = await findAwsCli();
// Debian's; it came before `AWS_ENDPOINT_URL`.
const secondVersion = await isSecondVersion("/usr/bin/aws");

let open: OpenServices;
let shell: AwsShell;
beforeEach(async () => {
  open = await openServices();
  shell = await openAwsShell({
    binary: binary ?? "aws",
    endpointUrl: open.lab.url,
    awsConfig: open.lab.awsConfig(),
  });
});
afterEach(async () => {
  await shell.close();
  await open.close();
  expect(open.faults).toEqual([]);
});

const cli = test.skipIf(awsCliIsLeftOut(binary));

describe("with the real AWS CLI", () => {
  cli("KMS: a key is made, named, used by its name, and refused to others", async () => {
    const made = await shell.run(
      "alice",
      `id=$(aws kms create-key --query KeyMetadata.KeyId --output text)
       aws kms create-alias --alias-name alias/app --target-key-id "$id"
       printf secret > plain
       aws kms encrypt --key-id alias/app --plaintext fileb://plain \\
         --encryption-context purpose=test --query CiphertextBlob --output text | base64 -d > sealed
       aws kms decrypt --ciphertext-blob fileb://sealed --encryption-context purpose=test \\
         --query Plaintext --output text | base64 -d`,
    );
    expect(made).toMatchObject({ exit: 0, stdout: "secret", stderr: "" });
    const refused = await shell.run(
      "bob",
      "aws kms decrypt --ciphertext-blob fileb://sealed --encryption-context purpose=test",
    );
    expect(refused.exit).not.toBe(0);
    expect(refused.stderr).toContain("(AccessDeniedException) when calling the Decrypt operation");
  });

  cli("Organizations: a service control policy is attached, and holds", async () => {
    const content = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Action: "s3:ListBucket", Resource: "*" }],
    });
    const attached = await shell.run(
      "boss",
      `id=$(aws organizations create-policy --type SERVICE_CONTROL_POLICY --name no-list \\
         --description none --content '${content}' --query Policy.PolicySummary.Id --output text)
       aws organizations attach-policy --policy-id "$id" --target-id 111111111111
       aws organizations list-policies-for-target --filter SERVICE_CONTROL_POLICY \\
         --target-id 111111111111 --query 'sort(Policies[].Name)' --output text`,
    );
    expect(attached).toMatchObject({ exit: 0, stdout: "FullAWSAccess\tno-list\n" });
    const listed = await shell.run("alice", "aws s3 ls s3://bucket-a");
    expect(listed.stderr).toContain("with an explicit deny in a service control policy");
  });

  cli("EC2: an endpoint is made and described with its own address", async () => {
    const made = await shell.run(
      "alice",
      `vpc=$(aws ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc.VpcId --output text)
       aws ec2 create-vpc-endpoint --vpc-id "$vpc" --service-name com.amazonaws.ap-northeast-1.s3 \\
         > /dev/null
       address=$(aws ec2 describe-vpc-endpoints --query 'VpcEndpoints[0].DnsEntries[1].DnsName' \\
         --output text)
       command "$AWS_BINARY" --endpoint-url "http://$address" s3 ls`,
    );
    expect(made).toMatchObject({ exit: 0 });
    expect(made.stdout).toContain("bucket-a");
  });

  cli("Identity Center: an assignment makes a role that IAM shows", async () => {
    const made = await shell.run(
      "boss",
      `instance=$(aws sso-admin list-instances --query 'Instances[0].InstanceArn' --output text)
       store=$(aws sso-admin list-instances --query 'Instances[0].IdentityStoreId' --output text)
       user=$(aws identitystore create-user --identity-store-id "$store" --user-name ben \\
         --display-name Ben --name GivenName=Ben,FamilyName=B --query UserId --output text)
       set=$(aws sso-admin create-permission-set --instance-arn "$instance" --name Writer \\
         --query PermissionSet.PermissionSetArn --output text)
       aws sso-admin create-account-assignment --instance-arn "$instance" \\
         --permission-set-arn "$set" --principal-type USER --principal-id "$user" \\
         --target-type AWS_ACCOUNT --target-id 222222222222 > /dev/null`,
    );
    expect(made).toMatchObject({ exit: 0, stderr: "" });
    const roles = await shell.run(
      "bob",
      "aws iam list-roles --path-prefix /aws-reserved/ --query 'Roles[].RoleName' --output text",
    );
    expect(roles.stdout).toMatch(/^AWSReservedSSO_Writer_[0-9a-f]{16}\n$/);
  });
});

describe.runIf(secondVersion)("with version 2 of the real AWS CLI", () => {
  test("aws sso login, approved by a visit to the address that it prints", async () => {
    await sendSignInTo(shell.directory, open.lab.url);
    const login = await shell.run(
      "ann-sso",
      `export AWS_DATA_PATH="$PWD/models"
       /usr/bin/aws sso login --no-browser > out 2>&1 & login=$!
       for _ in $(seq 100); do grep -q 'user_code=' out && break; sleep 0.1; done
       node -e 'fetch(process.argv[1])' "$(grep -o 'http.*user_code=.*' out)"
       wait $login
       cat out
       /usr/bin/aws --endpoint-url "$LAB_URL" s3 ls`,
    );
    expect(login).toMatchObject({ exit: 0, stderr: "" });
    expect(login.stdout).toContain("Successfully logged into Start URL");
    expect(login.stdout).toContain("bucket-a");
    // Version 1 has no `sso login`, and uses what version 2 has signed in to.
    const first = await shell.run(
      "ann-sso",
      "aws s3 ls && aws sts get-caller-identity --output text",
    );
    expect(first).toMatchObject({ exit: 0 });
    expect(first.stdout).toContain("AWSReservedSSO_Reader_0123456789abcdef/ann");
  });
});

/** This version reads the addresses of services from its data only, so it gets data that name the lab. */
async function sendSignInTo(directory: string, url: string): Promise<void> {
  const rules = {
    version: "1.0",
    parameters: {
      Region: { builtIn: "AWS::Region", required: false, type: "String", documentation: "" },
      UseDualStack: {
        builtIn: "AWS::UseDualStack",
        required: true,
        default: false,
        type: "Boolean",
        documentation: "",
      },
      UseFIPS: {
        builtIn: "AWS::UseFIPS",
        required: true,
        default: false,
        type: "Boolean",
        documentation: "",
      },
      Endpoint: { builtIn: "SDK::Endpoint", required: false, type: "String", documentation: "" },
    },
    rules: [{ conditions: [], endpoint: { url, properties: {}, headers: {} }, type: "endpoint" }],
  };
  for (const service of ["sso-oidc", "sso"]) {
    const folder = join(directory, "models", service, "2019-06-10");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "endpoint-rule-set-1.json"), JSON.stringify(rules));
  }
}

async function isSecondVersion(path: string): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)(path, ["--version"]);
    return stdout.startsWith("aws-cli/2.");
  } catch {
    return false;
  }
}
