import { expect, test } from "vitest";
import { type AccountReader, gatherFacts } from "../../src/access/index.ts";
import { standIn } from "../../src/access/facts/stand-in.ts";
import { AwsError } from "../../src/aws/index.ts";
import { settingsByDefault } from "../support/setting-reader.ts";

const ENDPOINT = "vpce-0a1b2c3d";
const NETWORK = "222222222222";
const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
});

/** Somebody of an account, whose settings name a region; the endpoint is the network account's, in `eu-west-1`. */
function person(account: string, region: string | undefined): AccountReader {
  const own = region ?? "us-east-1";
  return {
    ...settingsByDefault,
    label: { en: `profile ${account}`, ja: `profile ${account}` },
    ...(region !== undefined && { region }),
    callerIdentity: () =>
      Promise.resolve({ account, arn: `arn:aws:iam::${account}:user/ann`, userId: "AIDAEXAMPLE" }),
    role: () => Promise.reject(new Error("users ask")),
    user: () => Promise.resolve({}),
    managedPolicy: () => Promise.reject(new Error("there are none")),
    rolePolicies: () => Promise.resolve([]),
    userPolicies: () => Promise.resolve([]),
    bucketPolicy: () => Promise.resolve(undefined),
    vpcEndpoint: (_id, asked = own) =>
      account === NETWORK && asked === "eu-west-1"
        ? Promise.resolve({ account, region: asked, type: "gateway", vpc: "vpc-0a1b2c3d", policy })
        : Promise.reject(new AwsError(NOT_FOUND)),
  };
}

const NOT_FOUND = {
  code: "InvalidVpcEndpointId.NotFound",
  message: "no such endpoint",
  status: 400,
  operation: "DescribeVpcEndpoints",
};

// AWS PrivateLink Guide, Gateway endpoints: an endpoint is of one Region, the one of its VPC.
test.each<[string, (string | undefined)[], boolean]>([
  ["where the run acts, whatever the owner's settings name", ["eu-west-1", "us-east-1"], true],
  ["where the run acts, though the owner's settings name nothing", ["eu-west-1", undefined], true],
  ["not where only the owner's settings point", ["us-east-1", "eu-west-1"], false],
  ["where the owner's settings point, when the run's name nothing", [undefined, "eu-west-1"], true],
])("a VPC endpoint is looked for %s", async (_, [ofRun, ofOwner], isKnown) => {
  const caller = person("111111111111", ofRun);
  const owners = [person(NETWORK, ofOwner)];
  const questions = { caller, owners, buckets: [], vpcEndpoint: ENDPOINT };
  const { limits } = await gatherFacts(questions);
  expect(limits.vpcEndpoint.known).toBe(isKnown);
});

test("a VPC endpoint of somebody who is not signed in is looked for where the run acts", async () => {
  const readers = [person("111111111111", "eu-west-1"), person(NETWORK, "us-east-1")];
  const caller = await standIn(`arn:aws:iam::${NETWORK}:user/ann`, readers);
  const questions = { caller, owners: readers, buckets: [], vpcEndpoint: ENDPOINT };
  expect((await gatherFacts(questions)).limits.vpcEndpoint.known).toBe(true);
});
