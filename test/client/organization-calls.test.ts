import { afterEach, describe, expect, test } from "vitest";
import { profileLabel } from "../../src/aws/index.ts";
import { createAccountClient } from "../../src/client/index.ts";
import { answer, type ScriptedServer, startScript } from "./scripted-server.ts";

const A = "111111111111";
const ARN = `arn:aws:organizations::000000000000:account/o-exampleorg1/${A}`;
const IN_UNIT = {
  id: "o-exampleorg1",
  managementAccount: "000000000000",
  levels: ["r-ab12", "ou-ab12-workload1", A],
};
const OF_AWS = { Id: "p-RCPFullAWSAccess", Name: "RCPFullAWSAccess", AwsManaged: true };
const OURS = { Id: "p-ours", Name: "ours", AwsManaged: false };
const DENIED = { __type: "AccessDeniedException", Message: "no" };
const MADE_OF_PARENTS = [
  [
    "DescribeOrganization",
    { Organization: { Id: "o-exampleorg1", MasterAccountId: "000000000000" } },
  ],
  ["ListParents", { Parents: [{ Id: "ou-ab12-workload1" }] }],
  ["ListParents", { Parents: [{ Id: "r-ab12" }] }],
] as const;

const servers: ScriptedServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

type Told = readonly [operation: string, answer: object];

/** Answers each operation with the next of its answers; one with a `__type` is a refusal. */
async function play(told: readonly Told[]): Promise<{
  readonly account: ReturnType<typeof createAccountClient>;
  readonly asked: () => readonly string[];
}> {
  const left = [...told];
  const operationIn = (target: unknown): string => String(target).split(".")[1] ?? "";
  const server = await startScript(
    told.map(() => (response, request) => {
      const operation = operationIn(request.headers["x-amz-target"]);
      const at = left.findIndex(([name]) => name === operation);
      const body = left.splice(at, 1)[0]?.[1] ?? {};
      const headers = { "content-type": "application/x-amz-json-1.1" };
      answer("__type" in body ? 400 : 200, JSON.stringify(body), headers)(response, request);
    }),
  );
  servers.push(server);
  const account = createAccountClient({
    label: profileLabel("boss"),
    credentials: () => Promise.resolve({ accessKeyId: "AKIA", secretAccessKey: "secret" }),
    region: "us-east-1",
    endpoints: { organizations: server.url },
    addressing: "auto",
    certificates: undefined,
  });
  const asked = (): readonly string[] =>
    server.seen.map(({ headers }) => operationIn(headers["x-amz-target"]));
  return { account, asked };
}

describe("where an account stands", () => {
  // Organizations API Reference, Account: Arn and Paths.
  test.each<readonly [string, readonly Told[], unknown]>([
    [
      "its description tells in one call",
      [
        [
          "DescribeAccount",
          { Account: { Arn: ARN, Paths: [`o-exampleorg1/r-ab12/ou-ab12-workload1/${A}/`] } },
        ],
      ],
      IN_UNIT,
    ],
    [
      "its parents tell, where the description has no paths",
      [["DescribeAccount", { Account: { Arn: ARN } }], ...MADE_OF_PARENTS],
      IN_UNIT,
    ],
    [
      "its parents tell, where the description is refused",
      [["DescribeAccount", DENIED], ...MADE_OF_PARENTS],
      IN_UNIT,
    ],
    [
      "is nowhere, where who asks is in no organization",
      [["DescribeAccount", { __type: "AWSOrganizationsNotInUseException", Message: "none" }]],
      undefined,
    ],
  ])("%s", async (_, told, want) => {
    const { account, asked } = await play(told);
    expect(await account.placementOf(A)).toEqual(want);
    expect([...asked()].sort()).toEqual(told.map(([operation]) => operation).sort());
  });
});

describe("resource control policies", () => {
  // Organizations User Guide, RCP evaluation: nobody can detach AWS's own.
  test("are asked of no level where there are none but AWS's own", async () => {
    const { account, asked } = await play([["ListPolicies", { Policies: [OF_AWS] }]]);
    const levels = IN_UNIT.levels.map((id) => account.controlPolicies(id, "resource"));
    expect((await Promise.all(levels)).flat().map(({ id }) => id)).toEqual([
      OF_AWS.Id,
      OF_AWS.Id,
      OF_AWS.Id,
    ]);
    expect(asked()).toEqual(["ListPolicies"]);
  });

  test.each<readonly [string, object]>([
    ["there are others", { Policies: [OF_AWS, OURS] }],
    ["there may be others", { Policies: [OF_AWS], NextToken: "more" }],
    ["nobody may list them all", DENIED],
  ])("are asked of a level where %s", async (_, all) => {
    const { account, asked } = await play([
      ["ListPolicies", all],
      ["ListPoliciesForTarget", { Policies: [OF_AWS, OURS] }],
    ]);
    const told = await account.controlPolicies("r-ab12", "resource");
    expect(told.map(({ id }) => id)).toEqual([OF_AWS.Id, OURS.Id]);
    expect(asked()).toEqual(["ListPolicies", "ListPoliciesForTarget"]);
  });
});
