import { runInNewContext } from "node:vm";
import fc from "fast-check";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { GrantEdit } from "../../src/access/index.ts";
import { joinEdits } from "../../src/app/grant-formats/join-edits.ts";
import { hclString, hclValue } from "../../src/app/grant-formats/hcl.ts";
import { type HclBlock, readHcl } from "../support/read-hcl.ts";
import {
  bucket,
  endpoint,
  GRANT,
  GRANTED,
  KEY,
  key,
  keyGrant,
  newRole,
  policy,
  role,
  set,
  textOf,
  trust,
  unread,
  user,
  withoutComments,
  written,
} from "./grant-edits.ts";

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

  // CloudFormation API Reference, CreateStack, Capabilities: IAM resources with custom names.
  test("the stack that makes a role says how it is deployed, and the other account's that it must wait", () => {
    const [own, other] = written("cloudformation", [newRole, bucket]).map(([, text]) => text);
    expect(own).toContain("CAPABILITY_NAMED_IAM");
    expect(own).not.toContain("is yet to be made");
    expect(other).not.toContain("CAPABILITY_NAMED_IAM");
    expect(other).toContain("role arn:aws:iam::111111111111:role/jobs/Batch is yet to be made");
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
