import {
  type ContextEntry,
  GetContextKeysForPrincipalPolicyCommand,
  PutUserPermissionsBoundaryCommand,
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
  type EvaluationResult,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLab, type OpenLab } from "./open-lab.ts";

let open: OpenLab;
beforeAll(async () => {
  open = await openLab();
});
afterAll(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

const WRITER = "arn:aws:iam::111111111111:user/writer";
const KEY = "arn:aws:s3:::dev-a/k";

const documentOf = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

async function simulateWriter(
  ActionNames: string[],
  more: Partial<ConstructorParameters<typeof SimulatePrincipalPolicyCommand>[0]> = {},
): Promise<readonly EvaluationResult[]> {
  const answer = await open
    .iam("a")
    .send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: WRITER, ActionNames, ...more }));
  return answer.EvaluationResults ?? [];
}

const decisions = (results: readonly EvaluationResult[]): readonly unknown[] =>
  results.map(({ EvalDecision }) => EvalDecision);

test("what a user may is told by action and resource, with the statement that decides", async () => {
  const results = await simulateWriter(["s3:PutObject", "s3:DeleteObject"], {
    ResourceArns: [KEY],
  });
  expect(decisions(results)).toEqual(["allowed", "implicitDeny"]);
  expect(results[0]).toMatchObject({
    EvalActionName: "s3:PutObject",
    EvalResourceName: KEY,
    MatchedStatements: [
      {
        SourcePolicyId: "user_writer_write",
        SourcePolicyType: "IAM Policy",
        StartPosition: { Line: 3, Column: 17 },
      },
    ],
    MissingContextValues: [],
  });
  expect(results[0]?.ResourceSpecificResults).toMatchObject([{ EvalResourceDecision: "allowed" }]);
  expect(results[1]?.MatchedStatements).toEqual([]);
  const several = await simulateWriter(["s3:PutObject"], {
    ResourceArns: [KEY, "arn:aws:s3:::x/k"],
  });
  expect(several[0]).toMatchObject({
    EvalResourceName: "arn:aws:s3:::${BucketName}/${ObjectName}",
    EvalDecision: "implicitDeny",
    ResourceSpecificResults: [
      { EvalResourceDecision: "allowed" },
      { EvalResourceDecision: "implicitDeny" },
    ],
  });
});

test("policies can be added, denials win, and a resource policy can allow", async () => {
  const deny = documentOf({ Effect: "Deny", Action: "s3:*", Resource: "*" });
  const added = await simulateWriter(["s3:PutObject"], {
    ResourceArns: [KEY],
    PolicyInputList: [deny],
  });
  expect(added[0]).toMatchObject({
    EvalDecision: "explicitDeny",
    MatchedStatements: [{ SourcePolicyId: "PolicyInputList.1" }],
  });
  const ResourcePolicy = documentOf({
    Effect: "Allow",
    Principal: { AWS: WRITER },
    Action: "s3:DeleteObject",
    Resource: "arn:aws:s3:::dev-a/*",
  });
  const shared = await simulateWriter(["s3:DeleteObject"], { ResourceArns: [KEY], ResourcePolicy });
  expect(shared[0]).toMatchObject({
    EvalDecision: "allowed",
    MatchedStatements: [{ SourcePolicyId: "ResourcePolicy", SourcePolicyType: "Resource Policy" }],
  });
});

test("a boundary limits, the user's own or the one that the call gives", async () => {
  const reading = documentOf({ Effect: "Allow", Action: "s3:Get*", Resource: "*" });
  const given = await simulateWriter(["s3:PutObject"], {
    ResourceArns: [KEY],
    PermissionsBoundaryPolicyInputList: [reading],
  });
  expect(given[0]).toMatchObject({
    EvalDecision: "implicitDeny",
    PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
  });
  await open.iam("a").send(
    new PutUserPermissionsBoundaryCommand({
      UserName: "root-like",
      PermissionsBoundary: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
    }),
  );
  const own = await simulateWriter(["s3:PutObject", "s3:GetObject"], {
    PolicySourceArn: "arn:aws:iam::111111111111:user/root-like",
  });
  expect(decisions(own)).toEqual(["implicitDeny", "allowed"]);
});

test("context keys are what the call gives, and what is missing is named", async () => {
  const policy = documentOf({
    Effect: "Allow",
    Action: "s3:*",
    Resource: "arn:aws:s3:::b/${aws:username}/*",
    Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
  });
  const ask = async (ContextEntries: ContextEntry[]): Promise<EvaluationResult | undefined> => {
    const answer = await open.iam("a").send(
      new SimulateCustomPolicyCommand({
        PolicyInputList: [policy],
        ActionNames: ["s3:GetObject"],
        ResourceArns: ["arn:aws:s3:::b/bob/k"],
        ContextEntries,
      }),
    );
    return answer.EvaluationResults?.[0];
  };
  expect(await ask([])).toMatchObject({
    EvalDecision: "implicitDeny",
    MissingContextValues: ["aws:SourceIp", "aws:username"],
  });
  const entries: ContextEntry[] = [
    { ContextKeyName: "aws:SourceIp", ContextKeyValues: ["10.1.2.3"], ContextKeyType: "ip" },
    { ContextKeyName: "aws:username", ContextKeyValues: ["bob"], ContextKeyType: "string" },
  ];
  expect(await ask(entries)).toMatchObject({ EvalDecision: "allowed", MissingContextValues: [] });
  const { ContextKeyNames } = await open.iam("a").send(
    new GetContextKeysForPrincipalPolicyCommand({
      PolicySourceArn: WRITER,
      PolicyInputList: [policy],
    }),
  );
  expect(ContextKeyNames).toEqual(["aws:SourceIp", "aws:username"]);
});

test("positions are those that AWS's own example shows", async () => {
  const policy =
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}';
  const { EvaluationResults } = await open.iam("a").send(
    new SimulateCustomPolicyCommand({
      PolicyInputList: [policy],
      ActionNames: ["dynamodb:CreateBackup"],
      ContextEntries: [
        {
          ContextKeyName: "aws:CurrentTime",
          ContextKeyValues: ["2019-04-25T11:00:00Z"],
          ContextKeyType: "date",
        },
      ],
    }),
  );
  expect(EvaluationResults).toMatchObject([
    {
      EvalResourceName: "*",
      EvalDecision: "allowed",
      MatchedStatements: [
        {
          SourcePolicyId: "PolicyInputList.1",
          StartPosition: { Line: 1, Column: 38 },
          EndPosition: { Line: 1, Column: 167 },
        },
      ],
    },
  ]);
});
