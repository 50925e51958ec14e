import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import ts from "typescript";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { GrantEdit } from "../../src/access/index.ts";
import { type GrantFormat, grantFiles } from "../../src/app/grant-formats/grant-files.ts";
import { joinEdits } from "../../src/app/grant-formats/join-edits.ts";
import { hclString, hclValue } from "../../src/app/grant-formats/hcl.ts";
import { grant as english } from "../../src/cli/catalogue/english/grant.ts";
import { type HclBlock, readHcl } from "../support/read-hcl.ts";

const KEY = "arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab";
// Policy variables look like Terraform's templates, and a condition may hold a number or a boolean.
const HOSTILE = {
  Sid: "Own's",
  Effect: "Deny",
  Principal: "*",
  Action: ["s3:Get*", "s3:PutObject"],
  Resource: 'arn:aws:s3:::dst.b/${aws:username}/%{x}/$${*}/"日本\\',
  Condition: { Bool: { "aws:SecureTransport": false }, NumericLessThan: { "s3:max-keys": 10 } },
};
const GRANTED = { Sid: "SluiceObjects00000001", Effect: "Allow", Action: "s3:PutObject" };

function policy(...statements: readonly object[]): string {
  return `${JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 2)}\n`;
}

function edit(
  document: GrantEdit["document"],
  account: string,
  more: Partial<GrantEdit> = {},
): GrantEdit {
  const added = [{ sid: GRANTED.Sid, text: JSON.stringify(GRANTED), necessary: true, spare: [] }];
  const before = { known: true, value: undefined, from: "GetBucketPolicy" } as const;
  return {
    account,
    document,
    before,
    after: policy(HOSTILE, GRANTED),
    added,
    dropped: [],
    opens: [],
    ...more,
  };
}

const bucket = edit({ kind: "bucketPolicy", bucket: "dst.b" }, "222222222222", {
  region: "us-east-1",
  before: { known: true, value: policy(HOSTILE), from: "GetBucketPolicy" },
});
const key = edit({ kind: "keyPolicy", key: KEY }, "222222222222", {
  region: "us-east-1",
  before: { known: true, value: policy(HOSTILE), from: "GetKeyPolicy" },
});
const role = edit({ kind: "rolePolicy", name: "Sync", policyName: "SluiceSync" }, "111111111111");
const user = edit({ kind: "userPolicy", name: "a@b", policyName: "SluiceSync" }, "111111111111");
const set = edit(
  { kind: "permissionSet", name: "Reader", policyName: "AwsSSOInlinePolicy" },
  "333333333333",
);
const endpoint = edit(
  { kind: "vpcEndpointPolicy", endpoint: "vpce-0a1b2c3d", region: "us-east-1" },
  "111111111111",
  {
    region: "us-east-1",
    before: { known: true, value: policy(HOSTILE), from: "DescribeVpcEndpoints" },
  },
);
const GRANT = {
  Name: "SluiceKey0000000100000002",
  GranteePrincipal: "arn:aws:iam::111111111111:role/Sync",
  Operations: ["Decrypt", "GenerateDataKey"],
  Constraints: { EncryptionContextSubset: { "aws:s3:arn": "arn:aws:s3:::dst.b" } },
};
const keyGrant = edit({ kind: "keyGrant", key: KEY, name: GRANT.Name }, "222222222222", {
  region: "us-east-1",
  after: `${JSON.stringify(GRANT, null, 2)}\n`,
});
const newRole = edit(
  { kind: "trustPolicy", role: "arn:aws:iam::111111111111:role/jobs/Batch" },
  "111111111111",
);
const trust: GrantEdit = {
  ...newRole,
  before: { known: true, value: policy(HOSTILE), from: "GetRole" },
};
const unread = edit({ kind: "bucketPolicy", bucket: "secret" }, "444444444444", {
  before: { known: false, why: "AccessDenied" },
});
const ALL = [bucket, key, role, user, set, unread];

function written(
  format: GrantFormat,
  edits: readonly GrantEdit[] = ALL,
): readonly [string, string][] {
  const files = grantFiles(format, {
    edits,
    profiles: new Map([["222222222222", "b's"]]),
    notes: { document: english.document, ...english.notes },
  });
  return files.map(({ name, text }) => [name, text]);
}

function textOf(format: GrantFormat, edits?: readonly GrantEdit[]): string {
  return written(format, edits)
    .map(([, text]) => text)
    .join("\n");
}

/** Without comments: what a tool acts on. */
function withoutComments(text: string): string {
  return text.replaceAll(/^\s*(?:#|\/\/).*\n/gm, "");
}

describe("as Terraform", () => {
  const module = readHcl(textOf("terraform"));
  const resources = module.filter(({ words }) => words[0] === "resource");
  const named = (kind: string): readonly HclBlock[] =>
    module.filter(({ words }) => words[0] === kind);

  test("each document that was read is one resource, whole", () => {
    expect(
      resources.map(({ words, attributes }) => [
        words[1],
        attributes["policy"] ?? attributes["inline_policy"],
      ]),
    ).toEqual(
      [
        ["aws_s3_bucket_policy", bucket],
        ["aws_kms_key_policy", key],
        ["aws_iam_role_policy", role],
        ["aws_iam_user_policy", user],
        ["aws_ssoadmin_permission_set_inline_policy", set],
      ].map(([type, of]) => [type, JSON.parse((of as GrantEdit).after) as unknown]),
    );
  });

  test("every resource, look-up and import goes through a provider that is there, of its account", () => {
    const aliases = named("provider").map(({ attributes }) => attributes["alias"]);
    expect(aliases).toEqual([
      "account_222222222222_us-east-1",
      "account_111111111111",
      "identity_center",
    ]);
    const used: unknown[] = module
      .map(({ attributes }) => attributes["provider"])
      .filter((provider) => provider !== undefined);
    expect(used).toHaveLength(9);
    expect(aliases.map((alias) => ({ expression: `aws.${alias as string}` }))).toEqual(
      expect.arrayContaining(used),
    );
    expect(named("provider")[0]?.attributes).toMatchObject({
      region: "us-east-1",
      profile: "b's",
      allowed_account_ids: ["222222222222"],
    });
  });

  test("what stands there is imported, so that the plan shows the difference", () => {
    expect(named("import").map(({ attributes }) => attributes["id"])).toEqual([
      "dst.b",
      "1234abcd-12ab-34cd-56ef-1234567890ab",
    ]);
  });

  test("the policy of a VPC endpoint is a resource of its own, and a grant of KMS one of arguments", () => {
    const blocks = readHcl(textOf("terraform", [endpoint, keyGrant]));
    const [ofEndpoint, ofKey] = blocks.filter(({ words }) => words[0] === "resource");
    expect(ofEndpoint).toMatchObject({
      words: ["resource", "aws_vpc_endpoint_policy", "vpce-0a1b2c3d_grant"],
      attributes: {
        vpc_endpoint_id: "vpce-0a1b2c3d",
        policy: JSON.parse(endpoint.after) as unknown,
      },
    });
    expect(blocks.filter(({ words }) => words[0] === "import").length).toBe(1);
    expect(ofKey).toMatchObject({
      words: ["resource", "aws_kms_grant", expect.stringMatching(/_grant$/) as unknown],
      attributes: {
        name: GRANT.Name,
        key_id: KEY,
        grantee_principal: GRANT.GranteePrincipal,
        operations: GRANT.Operations,
      },
    });
    expect(textOf("terraform", [keyGrant])).toMatch(
      /constraints \{\s+encryption_context_subset = \{\s+"aws:s3:arn" = "arn:aws:s3:::dst.b"/,
    );
  });

  test("a role that is made comes before what is its own or names it; one that is there keeps its resource", () => {
    const [made, ...others] = readHcl(textOf("terraform", [newRole, role, bucket])).filter(
      ({ words }) => words[0] === "resource",
    );
    expect(made).toMatchObject({
      words: ["resource", "aws_iam_role", "Batch_grant"],
      attributes: {
        name: "Batch",
        path: "/jobs/",
        assume_role_policy: JSON.parse(newRole.after) as unknown,
      },
    });
    expect(made?.attributes).not.toHaveProperty("depends_on");
    expect(others.map(({ attributes }) => attributes["depends_on"])).toEqual(
      others.map(() => [{ expression: "aws_iam_role.Batch_grant" }]),
    );
    const standing = textOf("terraform", [trust, role]);
    expect(standing).not.toMatch(/aws_iam_role"|depends_on/);
    expect(standing).toContain("Terraform holds a trust policy as a part of its role alone");
  });

  test("nothing is written over what could not be read", () => {
    expect(withoutComments(textOf("terraform", [unread])).trim()).toBe("");
    expect(textOf("terraform", [unread])).toContain("could not be read (AccessDenied)");
  });

  test("a text is read as what it was, templates and all", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: "binary" }),
            fc.constantFrom("${", "%{", "$", '"', "\\", "\b\f\n"),
          ),
        ),
        (parts) => {
          const text = parts.join("");
          expect(readHcl(`a {\nb = ${hclString(text)}\n}`)[0]?.attributes).toEqual({ b: text });
        },
      ),
    );
  });

  test("any JSON is read as what it was", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (json) => {
        const value: unknown = JSON.parse(json);
        expect(readHcl(`a {\nb = jsonencode(${hclValue(value)})\n}`)[0]?.attributes).toEqual({
          b: value,
        });
      }),
    );
  });
});

interface Template {
  readonly Resources: Readonly<Record<string, { Type: string; Properties: object }>>;
}

describe("as CloudFormation", () => {
  const templates = new Map(
    // CloudFormation reads YAML 1.1, in which an unquoted `2012-10-17` is a date.
    written("cloudformation").map(([name, text]) => [
      name,
      parse(text, { version: "1.1" }) as Template | null,
    ]),
  );

  test("there is a template for each account and region", () => {
    expect([...templates.keys()]).toEqual([
      "sluice-grant-222222222222-us-east-1.template.yaml",
      "sluice-grant-111111111111.template.yaml",
      "sluice-grant-333333333333.template.yaml",
      "sluice-grant-444444444444.template.yaml",
    ]);
  });

  test("a stack holds what has a resource of its own, and never makes another key", () => {
    expect(templates.get("sluice-grant-222222222222-us-east-1.template.yaml")).toEqual({
      AWSTemplateFormatVersion: "2010-09-09",
      Resources: {
        BucketPolicyDstB: {
          Type: "AWS::S3::BucketPolicy",
          Properties: { Bucket: "dst.b", PolicyDocument: JSON.parse(bucket.after) as unknown },
        },
      },
    });
    expect(templates.get("sluice-grant-111111111111.template.yaml")?.Resources).toEqual({
      RolePolicySync: {
        Type: "AWS::IAM::RolePolicy",
        Properties: {
          RoleName: "Sync",
          PolicyName: "SluiceSync",
          PolicyDocument: JSON.parse(role.after) as unknown,
        },
      },
      UserPolicyAB: {
        Type: "AWS::IAM::UserPolicy",
        Properties: {
          UserName: "a@b",
          PolicyName: "SluiceSync",
          PolicyDocument: JSON.parse(user.after) as unknown,
        },
      },
    });
    expect(templates.get("sluice-grant-333333333333.template.yaml")).toBeNull();
    expect(templates.get("sluice-grant-444444444444.template.yaml")).toBeNull();
  });

  test("what no stack can hold is told in comments", () => {
    expect(withoutComments(textOf("cloudformation", [endpoint, keyGrant])).trim()).toBe("");
    const text = textOf("cloudformation", [endpoint, keyGrant]);
    expect(text).toContain("no stack can hold it but the one that made what it belongs to");
    expect(text).toContain("stacks have no resource for grants of KMS");
    expect(textOf("cdk", [keyGrant])).toContain(`//   "Name": "${GRANT.Name}"`);
  });

  test("a stack makes the role before its policies, and leaves the trust of one that is there", () => {
    const template = parse(textOf("cloudformation", [role, newRole]), {
      version: "1.1",
    }) as Template;
    expect(template.Resources).toMatchObject({
      RoleBatch: {
        Type: "AWS::IAM::Role",
        Properties: {
          RoleName: "Batch",
          Path: "/jobs/",
          AssumeRolePolicyDocument: JSON.parse(newRole.after) as unknown,
        },
      },
      RolePolicySync: { Type: "AWS::IAM::RolePolicy", DependsOn: "RoleBatch" },
    });
    expect(template.Resources["RoleBatch"]).not.toHaveProperty("DependsOn");
    expect(withoutComments(textOf("cloudformation", [trust])).trim()).toBe("");
  });

  test("that a new stack makes no policy beside the one there is, is said", () => {
    expect(textOf("cloudformation", [bucket])).toContain("already exists on bucket");
    expect(textOf("cloudformation", [role])).not.toContain("already exists on bucket");
  });
});

test("as CDK, the module compiles, and its stacks hold the same documents", () => {
  const source = textOf("cdk");
  const { diagnostics, outputText } = ts.transpileModule(source, {
    reportDiagnostics: true,
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  expect(diagnostics).toEqual([]);
  const made: unknown[] = [];
  const construct = (name: string) =>
    function (_scope: unknown, id: string, props: unknown): void {
      made.push([name, id, props]);
    };
  function Stack(_scope: unknown, _id: string, props: unknown): void {
    made.push(props);
  }
  const modules: Readonly<Record<string, object>> = {
    "aws-cdk-lib": { Stack },
    "aws-cdk-lib/aws-s3": { CfnBucketPolicy: construct("CfnBucketPolicy") },
    "aws-cdk-lib/aws-iam": {
      CfnRolePolicy: construct("CfnRolePolicy"),
      CfnUserPolicy: construct("CfnUserPolicy"),
    },
  };
  const exports: Record<string, new (scope: object, id: string) => object> = {};
  runInNewContext(outputText, { exports, require: (name: string) => modules[name] });
  for (const Made of Object.values(exports)) new Made({}, "Grant");
  expect(JSON.parse(JSON.stringify(made))).toEqual([
    { env: { account: "222222222222", region: "us-east-1" } },
    [
      "CfnBucketPolicy",
      "BucketPolicyDstB",
      { bucket: "dst.b", policyDocument: JSON.parse(bucket.after) as unknown },
    ],
    { env: { account: "111111111111" } },
    [
      "CfnRolePolicy",
      "RolePolicySync",
      {
        roleName: "Sync",
        policyName: "SluiceSync",
        policyDocument: JSON.parse(role.after) as unknown,
      },
    ],
    [
      "CfnUserPolicy",
      "UserPolicyAB",
      {
        userName: "a@b",
        policyName: "SluiceSync",
        policyDocument: JSON.parse(user.after) as unknown,
      },
    ],
  ]);
});

test("as CDK, what belongs to a role that is made waits for it", () => {
  const source = textOf("cdk", [role, newRole]);
  expect(ts.transpileModule(source, { reportDiagnostics: true }).diagnostics).toEqual([]);
  const [beforeRole = "", made = ""] = source.split("const role = new CfnRole(this");
  expect(beforeRole).not.toContain("new CfnRolePolicy");
  expect(made).toMatch(
    /^, "RoleBatch", \{\n[^]*\}\);\n[^]*new CfnRolePolicy[^]*\}\)\.addDependency\(role\);\n/,
  );
});

describe("as commands of the AWS CLI", () => {
  const directory = mkdtempSync(join(tmpdir(), "sluice-grant-"));
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  /** Runs a script with a program `aws` that answers reads with a text, and says what it was called with. */
  function run(edits: readonly GrantEdit[], aws: string): { calls: string; error: string } {
    const script = `aws() { printf '%s|' "$@" >> calls; echo >> calls; ${aws}\n}\n: > calls\n`;
    let error = "";
    try {
      execFileSync("sh", ["-c", `${script}${textOf("cli", edits)}`], {
        cwd: directory,
        stdio: "pipe",
      });
    } catch (failure) {
      error = String((failure as { stderr: Buffer }).stderr);
    }
    return { calls: readFileSync(join(directory, "calls"), "utf8"), error };
  }

  test("what stands there is read, kept, and replaced by the whole document", () => {
    // S3 gives the text back without white space.
    const { calls, error } = run(
      [bucket],
      `case $2 in get-*) cat <<'END'\n${JSON.stringify(JSON.parse(policy(HOSTILE)))}\nEND\nesac`,
    );
    const flags =
      "--bucket|dst.b|--expected-bucket-owner|222222222222|--profile|b's|--region|us-east-1";
    expect({ calls, error }).toEqual({
      calls: `s3api|get-bucket-policy|${flags}|--query|Policy|--output|text|\ns3api|put-bucket-policy|${flags}|--policy|file://222222222222-bucketPolicy-dst.b.json|\n`,
      error: "",
    });
    const file = (suffix: string): string =>
      readFileSync(join(directory, `222222222222-bucketPolicy-dst.b${suffix}.json`), "utf8");
    expect(file("")).toBe(bucket.after);
    expect(JSON.parse(file(".before"))).toEqual(JSON.parse(policy(HOSTILE)));
  });

  test("nothing is written where something else stands now", () => {
    const { calls, error } = run([bucket], "echo '{}'");
    expect(calls).not.toContain("put-bucket-policy");
    expect(error).toContain("is no longer the one that was read");
  });

  test("nothing is written where there was nothing and now is, or where nobody may look", () => {
    const inRole = { ...role, account: "222222222222" };
    expect(run([inRole], "echo '{}'").calls).not.toContain("put-role-policy");
    expect(run([inRole], "echo AccessDenied >&2; return 1").calls).not.toContain("put-role-policy");
    const { calls } = run([inRole], "case $2 in get-*) echo NoSuchEntity >&2; return 1; esac");
    expect(calls).toContain("iam|put-role-policy|--role-name|Sync|--policy-name|SluiceSync|");
  });

  test("an endpoint's policy is replaced, a grant of KMS made where there is none by its name", () => {
    const own = { ...endpoint, account: "222222222222" };
    const read = `case $2 in describe-*) cat <<'END'\n${policy(HOSTILE)}\nEND\nesac`;
    expect(run([own], read).calls).toContain(
      "ec2|modify-vpc-endpoint|--vpc-endpoint-id|vpce-0a1b2c3d|--profile|b's|--region|us-east-1|--policy-document|file://222222222222-vpcEndpointPolicy-vpce-0a1b2c3d.json|",
    );
    const made = run([keyGrant], "true").calls;
    expect(made).toContain(`kms|list-grants|--key-id|${KEY}|--profile|b's|`);
    expect(made).toContain(
      `kms|create-grant|--key-id|${KEY}|--profile|b's|--region|us-east-1|--cli-input-json|file://222222222222-keyGrant-`,
    );
    expect(run([keyGrant], "echo 0123").calls).not.toContain("create-grant");
  });

  test("a role is made where there is none, and its trust policy replaced where there is one", () => {
    const own = { account: "222222222222" };
    const made = run(
      [{ ...newRole, ...own }],
      "case $2 in get-*) echo NoSuchEntity >&2; return 1; esac",
    ).calls;
    const batch = "--role-name|Batch|";
    expect(made.split("\n").slice(1)).toEqual([
      `iam|create-role|${batch}--path|/jobs/|--profile|b's|--assume-role-policy-document|file://222222222222-trustPolicy-Batch.json|`,
      `iam|wait|role-exists|${batch}--profile|b's|`,
      "",
    ]);
    const read = `case $2 in get-*) cat <<'END'\n${policy(HOSTILE)}\nEND\nesac`;
    expect(run([{ ...trust, ...own }], read).calls).toContain(
      `iam|update-assume-role-policy|${batch}--profile|b's|--policy-document|file://222222222222-trustPolicy-Batch.json|`,
    );
    expect(run([{ ...newRole, ...own }], read).calls).not.toContain("create-role");
  });

  test("a profile that is not known is asked for", () => {
    expect(run([role], "true").error).toContain("name a profile of account 111111111111");
  });

  test("what could not be read is left to people", () => {
    expect(run([unread], "true")).toEqual({ calls: "", error: "" });
  });
});

test("two changes of one document are one, from what stood there first", () => {
  const second = {
    ...bucket,
    before: { ...bucket.before, value: bucket.after },
    after: policy(GRANTED),
  };
  const [joined, ...others] = joinEdits([bucket, role, second]);
  expect(others).toEqual([role]);
  expect(joined).toMatchObject({ before: bucket.before, after: second.after });
  expect(joined?.added).toHaveLength(2);
});

test("where nothing changes there are no files", () => {
  expect(written("terraform", [])).toEqual([]);
});
