import { describe, expect, test } from "vitest";
import {
  bucketSettings,
  type BucketSettings,
  parseWorld,
  type World,
  worldAccessPoints,
} from "../../src/policy/index.ts";
import { loadCorpus } from "../support/corpus.ts";

const OWNER = "222222222222";

function worldOf(value: unknown): World {
  const parsed = parseWorld(value);
  if (parsed.ok) return parsed.value;
  throw new Error(parsed.problems.map(({ message }) => message).join("; "));
}

const rows = loadCorpus<{ readonly world: unknown }, BucketSettings>("bucket-settings");

describe("what a bucket of a world is set to", () => {
  test.for(rows)("%s", ([, { given, want }]) => {
    const world = worldOf(given.world);
    const bucket = world.accounts[OWNER]?.buckets["data-b"];
    expect(bucketSettings(world, OWNER, bucket)).toEqual(want);
  });

  test.for(rows)("reads the same when it is written and read again: %s", ([, { given }]) => {
    const world = worldOf(given.world);
    expect(worldOf(JSON.parse(JSON.stringify(world)))).toEqual(world);
  });
});

describe("the access points of a world", () => {
  const world = worldOf({
    accounts: {
      [OWNER]: {
        buckets: {
          "data-b": {
            region: "eu-west-1",
            accessPoints: {
              own: { vpc: "vpc-1a2b3c4d", publicAccessBlock: { blockPublicAcls: false } },
              theirs: {
                account: "111111111111",
                policy: {
                  Version: "2012-10-17",
                  Statement: [
                    {
                      Effect: "Allow",
                      Principal: { AWS: "111111111111" },
                      Action: "s3:*",
                      Resource: "*",
                    },
                  ],
                },
              },
            },
          },
        },
      },
      "111111111111": {},
    },
  });
  const points = worldAccessPoints(world);

  test("have ARNs of the bucket's Region and of the account that they belong to", () => {
    expect([...points.keys()]).toEqual([
      "arn:aws:s3:eu-west-1:222222222222:accesspoint/own",
      "arn:aws:s3:eu-west-1:111111111111:accesspoint/theirs",
    ]);
  });

  test("block all public access but where they say otherwise", () => {
    const [own, theirs] = [...points.values()].map(({ publicAccessBlock }) => publicAccessBlock);
    expect(theirs).toEqual({ ...own, blockPublicAcls: true });
    expect(own?.blockPublicAcls).toBe(false);
  });

  test("have a policy and a VPC where the world gives them", () => {
    const layers = [...points.values()].map(({ layer }) => layer);
    expect(layers).toMatchObject([
      { bucket: "data-b", vpc: "vpc-1a2b3c4d" },
      { bucket: "data-b", policy: { name: "access point policy" } },
    ]);
  });

  test("read the same when they are written and read again", () => {
    expect(worldOf(JSON.parse(JSON.stringify(world)))).toEqual(world);
  });
});
