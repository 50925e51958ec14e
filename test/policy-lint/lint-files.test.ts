import { describe, expect, it } from "vitest";

import { runLint } from "./run-lint.ts";

const policy = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111111111111:root"},
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::globex-dst/*"
    }
  ]
}
`;
const clean = policy.replace("globex-dst/*", "globex-dst");

const yamlTemplate = `Resources:
  Logs:
    Type: AWS::S3::Bucket
  LogsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Logs
      PolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal:
              AWS: !Sub arn:\${AWS::Partition}:iam::\${Account}:role/\${Role}
            Action:
              - s3:ListBucket # the listing
              - s3:CopyObject
            Resource:
              - !Sub "\${Logs.Arn}/*"
              - Fn::Join: ["", ["arn:aws:s3:::", !Ref Logs, "/*"]]
          - !If [Open, {Effect: Allow}, !Ref AWS::NoValue]
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: {Effect: Allow, Principal: {Service: ec2}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: s3:GetObject, Resource: !GetAtt Logs.Arn}
`;

const jsonTemplate = `{
  "Resources": {
    "LogsPolicy": {
      "Type": "AWS::S3::BucketPolicy",
      "Properties": {
        "Bucket": {"Ref": "Logs"},
        "PolicyDocument": {
          "Version": "2012-10-17",
          "Statement": [{
            "Effect": "Allow",
            "Principal": {"AWS": {"Fn::Sub": "arn:aws:iam::\${Account}:root"}},
            "Action": ["s3:GetObject", "s3:GetObject"],
            "Resource": {"Fn::Join": ["", ["arn:aws:s3:::", {"Ref": "Logs"}, "/*"]]}
          }]
        }
      }
    }
  }
}
`;

function plan(resource: object): string {
  const planned_values = { root_module: { child_modules: [{ resources: [resource] }] } };
  return JSON.stringify({ format_version: "1.2", planned_values });
}

function jsonLines(stdout: string): readonly Record<string, unknown>[] {
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function placesIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { stdout } = await runLint(files, [".", "--format", "json"]);
  return jsonLines(stdout)
    .filter(({ type }) => type === "lint")
    .map(({ rule, file, line, column }) => [rule, file, line, column].map(String).join(" "));
}

describe("sluice lint", () => {
  it("shows the line, a caret and the fix, and fails", async () => {
    const { exit, stdout } = await runLint({ "p/globex.json": policy }, ["p"]);
    expect(exit).toBe(1);
    expect(stdout.split("\n")).toEqual([
      "p/globex.json:8:19  error  SL08  list-on-objects",
      '  7 │       "Action": "s3:ListBucket",',
      '  8 │       "Resource": "arn:aws:s3:::globex-dst/*"',
      "    │                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ these are objects; s3:ListBucket needs the bucket",
      "    = use `arn:aws:s3:::globex-dst`      fix: --fix",
      "",
      "1 error, 0 warnings, 0 suggestions in 1 policy of 1 file",
      "",
    ]);
  });

  it("says the same in Japanese", async () => {
    const { stdout } = await runLint({ "a.json": policy }, ["a.json", "--lang", "ja"]);
    expect(stdout).toContain("これはオブジェクトです。s3:ListBucket の対象はバケットです");
  });

  it("mends the file and leaves its formatting", async () => {
    const { exit, stdout, files } = await runLint({ "a.json": policy }, ["a.json", "--fix"]);
    expect({ exit, files }).toEqual({ exit: 0, files: { "a.json": clean } });
    expect(stdout).toContain("mended 1 in a.json");
  });

  it("passes when there are warnings only", async () => {
    const open = clean.replace('{"AWS": "arn:aws:iam::111111111111:root"}', '"*"');
    const { exit, stdout } = await runLint({ "a.json": open }, ["a.json"]);
    expect(exit).toBe(0);
    expect(stdout).toContain("a.json:6:20  warning  SL41  public");
  });

  it("takes the use that is given", async () => {
    const { stdout } = await runLint({ "a.json": clean }, ["a.json", "--as", "identity"]);
    expect(stdout).toContain("a.json:6:7  error  SL16");
  });

  it("tells what broken JSON breaks at", async () => {
    const { exit, stdout } = await runLint({ "a.json": '{"Statement": [}' }, ["a.json"]);
    expect(exit).toBe(1);
    expect(stdout).toContain("a.json:1:16  error  SL04  malformed");
  });

  it("says once that a file holds no policy, and walks past hidden directories", async () => {
    const files = { "x.json": "{}", "y.txt": policy, ".git/z.json": policy, "a.yml": "b: [1]" };
    const { exit, stderr } = await runLint(files, ["."]);
    expect({ exit, stderr }).toEqual({
      exit: 0,
      stderr: "skipped a.yml: it holds no policy\nskipped x.json: it holds no policy\n",
    });
  });

  it("finds what a key policy and an identity policy leave to each other", async () => {
    const key = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": "*"}]}`;
    const identity = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:us-east-1:222222222222:key/k"}]}`;
    expect(await placesIn({ "key.json": key, "user.json": identity })).toEqual([
      "SL43 user.json 1 71",
    ]);
  });

  it("compares with a reference", async () => {
    const { stdout } = await runLint({ "a.json": policy, "b.json": clean }, [
      "a.json",
      "--reference",
      "b.json",
    ]);
    expect(stdout).toContain("a.json:7:17  error  SL42  more-than-reference");
  });

  it("refuses a path that is not there, and a use that is none", async () => {
    const missing = await runLint({}, ["nowhere"]);
    const wrong = await runLint({ "a.json": policy }, ["a.json", "--as", "bucket"]);
    expect([missing.exit, wrong.exit]).toEqual([2, 2]);
  });
});

describe("a CloudFormation template", () => {
  it("is read as YAML, and its intrinsics are never reported", async () => {
    expect(await placesIn({ "t.yaml": yamlTemplate })).toEqual([
      "SL05 t.yaml 16 17",
      "SL08 t.yaml 18 22",
      "SL17 t.yaml 26 57",
    ]);
  });

  it("is read as JSON and mended where no intrinsic is touched", async () => {
    const { files } = await runLint({ "t.json": jsonTemplate }, ["t.json", "--fix"]);
    expect(files["t.json"]).toBe(
      jsonTemplate.replace('["s3:GetObject", "s3:GetObject"]', '["s3:GetObject"]'),
    );
  });

  it("that is not YAML is a finding where it breaks", async () => {
    const broken = yamlTemplate.replace("  Logs:\n", "  Logs: [\n");
    const places = await placesIn({ "t.yaml": broken });
    expect(places).toHaveLength(1);
    expect(places[0]).toMatch(/^SL04 t\.yaml \d+ \d+$/);
  });
});

it.each([
  ["a policy", "p.json", `{"Version": "2012-10-17", "Statement": ${"[".repeat(5000)}`],
  ["a template", "t.json", `{"Resources": ${"[".repeat(5000)}${"]".repeat(5000)}}`],
  ["a YAML file", "t.yaml", `${"- ".repeat(5000)}AWS::S3::Bucket`],
])("%s that nests too deeply is a finding", async (_name, file, text) => {
  const places = await placesIn({ [file]: text });
  expect(places.map((place) => place.slice(0, 4))).toEqual(["SL04"]);
});

describe("a Terraform plan", () => {
  const bucketPolicy = {
    address: 'module.a.aws_s3_bucket_policy.b["x"]',
    type: "aws_s3_bucket_policy",
    values: { bucket: "globex-dst", policy },
  };

  it("shows the resource, and the place within the text", async () => {
    const text = plan(bucketPolicy);
    const { stdout } = await runLint({ "plan.json": text }, ["plan.json", "--json"]);
    const [finding] = jsonLines(stdout);
    const column = text.indexOf(String.raw`\"arn:aws:s3:::globex-dst/*`) + 1;
    expect(finding).toMatchObject({
      rule: "SL08",
      within: 'module.a.aws_s3_bucket_policy.b["x"].policy',
      line: 1,
      column,
      isFixable: false,
    });
  });

  it.each([
    ["aws_iam_role", { assume_role_policy: clean }, "SL14"],
    ["aws_iam_role", { inline_policy: [{ name: "x", policy: clean }] }, "SL16"],
    ["aws_iam_policy", { policy: clean }, "SL16"],
    ["aws_kms_key", { policy: clean }, "SL13"],
    ["aws_organizations_policy", { type: "SERVICE_CONTROL_POLICY", content: clean }, "SL38"],
    ["aws_vpc_endpoint", { policy: clean.replace(/"Principal".*\n/, "") }, "SL15"],
  ])("%s %j is judged by its use", async (type, values, rule) => {
    const places = await placesIn({ "plan.json": plan({ address: "a", type, values }) });
    expect(places.map((place) => place.slice(0, 4))).toContain(rule);
  });
});

describe("formats for machines", () => {
  it("SARIF describes every rule and points at the region", async () => {
    const { stdout } = await runLint({ "a b.json": policy }, [".", "--format", "sarif"]);
    const log = JSON.parse(stdout) as {
      version: string;
      runs: { tool: { driver: { rules: unknown[] } }; results: unknown[] }[];
    };
    expect(log.version).toBe("2.1.0");
    expect(log.runs[0]?.tool.driver.rules).toHaveLength(46);
    expect(log.runs[0]?.results).toMatchObject([
      {
        ruleId: "SL08",
        ruleIndex: 7,
        level: "error",
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "a%20b.json" },
              region: { startLine: 8, startColumn: 19, endLine: 8, endColumn: 46 },
            },
          },
        ],
      },
    ]);
  });

  it("GitHub annotations name file, line and column", async () => {
    const { stdout } = await runLint({ "a.json": policy }, [".", "--format", "github"]);
    expect(stdout).toBe(
      "::error file=a.json,line=8,endLine=8,col=19,endColumn=46,title=SL08 list-on-objects::these are objects; s3:ListBucket needs the bucket: use `arn:aws:s3:::globex-dst`\n",
    );
  });
});
