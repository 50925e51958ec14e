import { describe, expect, test } from "vitest";
import { sameInBoth } from "../../src/aws/index.ts";

import {
  diagnose,
  type Facts,
  findGaps,
  judge,
  needsOf,
  readDenials,
} from "../../src/access/index.ts";
import { copyCalls, under } from "../support/access-calls.ts";
import { accessFacts, SSO_ROLE } from "../support/access-world.ts";

const needs = needsOf(copyCalls(under("dev-a"), under("dev-b")));
const SESSION =
  "arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_AdministratorAccess_1234567890abcdef/alice";

function statement(change: object): object {
  const base = {
    Effect: "Allow",
    Principal: { AWS: SSO_ROLE },
    Action: ["s3:ListBucket", "s3:PutObject"],
    Resource: ["arn:aws:s3:::dev-b", "arn:aws:s3:::dev-b/*"],
  };
  return { Version: "2012-10-17", Statement: [{ ...base, ...change }] };
}

describe("gaps", () => {
  test("name every layer that refuses, with the account that can change it", () => {
    const gaps = findGaps(judge(needs, accessFacts("ci")));
    const shown = gaps.map(({ need, refusals, silentLayers }) => [
      need.action,
      need.bucket,
      silentLayers,
      refusals.map(({ layer, kind, account }) => `${layer} ${kind} ${account}`),
    ]);
    const mine = "identity silent 111111111111";
    expect(shown).toEqual([
      ["s3:ListBucket", "dev-a", "any", [mine, "resource silent 111111111111"]],
      ["s3:ListBucket", "dev-b", "all", [mine, "resource silent 222222222222"]],
      ["s3:GetObject", "dev-a", "any", [mine, "resource silent 111111111111"]],
      ["s3:PutObject", "dev-b", "all", [mine, "resource silent 222222222222"]],
    ]);
  });

  test("show the statements that deny", () => {
    const bucketPolicy = statement({ Sid: "No", Effect: "Deny", Principal: "*" });
    const [gap] = findGaps(judge(needs, accessFacts("alice", { bucketPolicy })));
    expect(gap?.refusals).toMatchObject([
      { kind: "denies", layer: "resource", statements: [{ ref: { sid: "No" } }] },
      { kind: "silent", layer: "resource" },
    ]);
  });

  test("show the statement that came nearest", () => {
    const bucketPolicy = statement({ Principal: { AWS: SESSION.replace("alice", "aki") } });
    const [gap] = findGaps(judge(needs, accessFacts("alice", { bucketPolicy })));
    expect(gap?.refusals).toMatchObject([
      { kind: "silent", nearMiss: { misses: [{ element: "Principal" }] } },
    ]);
  });

  test("are certain: what cannot be read is no gap", () => {
    const unread = { known: false, why: sameInBoth("refused") } as const;
    const facts: Facts = {
      ...accessFacts("alice"),
      buckets: new Map([
        [
          "dev-b",
          { owner: unread, organizationId: unread, policy: unread, resourceControl: unread },
        ],
      ]),
    };
    const judgements = judge(needs, facts);
    expect(judgements.map(({ decision }) => decision.outcome)).toEqual(needs.map(() => "unknown"));
    expect(findGaps(judgements)).toEqual([]);
  });
});

describe("a condition key that only AWS knows leaves the answer open", () => {
  test.each([
    ["aws:SourceIp", { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, "unknown"],
    ["aws:PrincipalTag", { StringEquals: { "aws:PrincipalTag/team": "x" } }, "unknown"],
    [
      "a variable",
      { StringEquals: { "aws:PrincipalAccount": "${aws:PrincipalTag/a}" } },
      "unknown",
    ],
    ["aws:SecureTransport", { Bool: { "aws:SecureTransport": "true" } }, "allowed"],
    ["aws:PrincipalOrgID", { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } }, "allowed"],
    ["another organization", { StringEquals: { "aws:PrincipalOrgID": "o-other" } }, "implicitDeny"],
    ["s3:x-amz-acl, not sent", { StringEquals: { "s3:x-amz-acl": "private" } }, "implicitDeny"],
    ["s3:delimiter, not sent", { Null: { "s3:delimiter": "true" } }, "allowed"],
    ["aws:username of a role", { Null: { "aws:username": "true" } }, "allowed"],
    ["aws:ResourceAccount", { StringEquals: { "aws:ResourceAccount": "222222222222" } }, "allowed"],
  ])("%s", (_, Condition, outcome) => {
    const facts = accessFacts("alice", { bucketPolicy: statement({ Condition }) });
    const put = judge(needs, facts).find(({ need }) => need.action === "s3:PutObject");
    expect(put?.decision.outcome).toBe(outcome);
  });
});

describe("a diagnosis with facts", () => {
  const text = (action: string, resource: string): string =>
    `fatal error: An error occurred (AccessDenied) when calling the ListObjectsV2 operation: User: ${SESSION} is not authorized to perform: ${action} on resource: "${resource}" because no resource-based policy allows the ${action} action`;
  const listText = text("s3:ListBucket", "arn:aws:s3:::dev-b");
  const putText = text("s3:PutObject", "arn:aws:s3:::dev-b/k");

  const rows = [
    { name: "nothing stands there", pasted: listText, cause: "C10" },
    {
      name: "another session is named",
      pasted: listText,
      bucketPolicy: statement({ Principal: { AWS: SESSION.replace("alice", "aki") } }),
      cause: "C11",
    },
    {
      name: "the path is missing",
      pasted: listText,
      bucketPolicy: statement({ Principal: { AWS: SSO_ROLE.replace(/role.*\//, "role/") } }),
      cause: "C12",
    },
    {
      name: "the role was made anew",
      pasted: listText,
      bucketPolicy: statement({ Principal: { AWS: "AROAEXAMPLEEXAMPLE123" } }),
      cause: "C13",
    },
    {
      name: "only objects are named",
      pasted: listText,
      bucketPolicy: statement({ Resource: "arn:aws:s3:::dev-b/*" }),
      cause: "C07",
    },
    {
      name: "another prefix is named",
      pasted: listText,
      bucketPolicy: statement({ Condition: { StringLike: { "s3:prefix": "p/*" } } }),
      cause: "C09",
    },
    {
      name: "another organization is named",
      pasted: putText,
      bucketPolicy: statement({
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-other" } },
      }),
      cause: "C18",
    },
    {
      name: "a header is demanded",
      pasted: putText,
      bucketPolicy: statement({ Condition: { StringEquals: { "s3:x-amz-acl": "private" } } }),
      cause: "C20",
    },
    {
      name: "it denies",
      pasted: putText,
      bucketPolicy: statement({ Effect: "Deny" }),
      cause: "C14",
    },
  ];

  test.each(rows)("$name", ({ pasted, bucketPolicy, cause }) => {
    const facts = accessFacts("alice", { bucketPolicy });
    const [denial] = readDenials(pasted);
    const diagnoses = [denial].flatMap((one) => (one ? [diagnose(one, { facts, needs })] : []));
    expect(diagnoses.map(({ causes, actor }) => [causes[0], actor])).toEqual([
      [cause, { who: "bucketOwner", account: "222222222222" }],
    ]);
  });

  test("the needs of the run tell what the denied listing hides", () => {
    const [denial] = readDenials(listText);
    const hides = [denial].flatMap((one) => (one ? diagnose(one, { needs }).hides : []));
    expect(hides).toEqual([
      { action: "s3:ListBucket", bucket: "dev-a", side: "source" },
      { action: "s3:GetObject", bucket: "dev-a", side: "source" },
      { action: "s3:PutObject", bucket: "dev-b", side: "destination" },
    ]);
  });

  test("the facts leave of it what is refused", () => {
    const [denial] = readDenials(listText);
    const facts = accessFacts("alice");
    const hides = [denial].flatMap((one) => (one ? diagnose(one, { facts, needs }).hides : []));
    expect(hides).toEqual([{ action: "s3:PutObject", bucket: "dev-b", side: "destination" }]);
  });

  test("facts about another caller are not used", () => {
    const [denial] = readDenials(listText);
    const facts = accessFacts("ci");
    const gaps = [denial].flatMap((one) => (one ? [diagnose(one, { facts, needs }).gap] : []));
    expect(gaps).toEqual([undefined]);
  });

  test("the missing Allow of the identity shows, though AWS names the bucket policy", () => {
    const told = listText.replaceAll(SESSION, "arn:aws:sts::111111111111:assumed-role/ci/build");
    const [denial] = readDenials(told);
    const facts = accessFacts("ci");
    const all = [denial].flatMap((one) => (one ? [diagnose(one, { facts, needs })] : []));
    expect(all.map(({ gap }) => gap?.refusals.map(({ layer }) => layer))).toEqual([
      ["identity", "resource"],
    ]);
    expect(all[0]?.causes).toContain("C02");
  });
});
