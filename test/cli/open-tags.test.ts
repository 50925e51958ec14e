import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sluiceInProcess } from "../support/sluice-in-process.ts";

/** Tags that a copy takes along are known when it is made, and no earlier. */
const WORLD = {
  accounts: {
    "111111111111": {
      users: {
        tom: {
          profile: "tom",
          inlinePolicies: {
            own: {
              Version: "2012-10-17",
              Statement: [
                { Effect: "Allow", Action: "s3:*", Resource: "*" },
                {
                  ...{ Effect: "Deny", Action: "s3:PutObjectTagging", Resource: "*" },
                  Condition: { StringEquals: { "s3:RequestObjectTag/class": "secret" } },
                },
              ],
            },
          },
        },
        kim: {
          profile: "kim",
          inlinePolicies: {
            own: writing({
              ...{ Effect: "Deny", Resource: "*" },
              Action: ["s3:PutObjectTagging", "s3:AbortMultipartUpload"],
            }),
          },
        },
        rita: {
          profile: "rita",
          inlinePolicies: {
            own: writing({ Effect: "Deny", Action: "s3:PutObject", Resource: "*" }),
          },
        },
        eve: {
          profile: "eve",
          inlinePolicies: {
            own: writing({
              ...{ Effect: "Deny", Action: "s3:PutObject", Resource: "*" },
              Condition: { StringNotEquals: { "s3:RequestObjectTag/class": "public" } },
            }),
          },
        },
      },
      buckets: { "source-a": {}, "copy-a": {} },
    },
  },
};

function writing(...more: readonly object[]): object {
  const all = { Effect: "Allow", Action: "s3:*", Resource: "*" };
  return { Version: "2012-10-17", Statement: [all, ...more] };
}

let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "sluice-tags-"));
  await writeFile(join(home, "world.json"), JSON.stringify(WORLD));
});

afterAll(() => rm(home, { recursive: true }));

describe.each(["check", "grant"])("%s", (command) => {
  test.each([
    ["en", "s3:PutObjectTagging on arn:aws:s3:::copy-a/*", "s3:RequestObjectTag/class"],
    ["ja", "arn:aws:s3:::copy-a/* への s3:PutObjectTagging", "s3:RequestObjectTag/class"],
  ])("tells what hangs on tags that nobody knows, and why (%s)", async (lang, need, why) => {
    const words = [command, "s3://source-a", "s3://copy-a", "--world", join(home, "world.json")];
    const { exit, stderr, stdout } = await sluiceInProcess(
      [...words, "--profile", "tom", "--lang", lang],
      {
        cwd: home,
      },
    );
    expect(stderr).toBe("");
    const [open = "", reason] = stdout.split("\n").filter((line) => /^\?|^ +(why|理由)/.test(line));
    expect(open).toContain(need);
    expect(reason).toContain(why);
    expect(exit).toBe(0);
  });
});

test.each([
  ["en", "objects without tags are refused", "--owner-profile"],
  ["ja", "タグのないオブジェクトは拒否されます", "--owner-profile"],
])("sends nobody to an owner for tags that only a read shows (%s)", async (lang, why, advice) => {
  const words = ["check", "s3://source-a", "s3://copy-a", "--world", join(home, "world.json")];
  const identities = ["--source-profile", "rita", "--destination-profile", "eve"];
  const { exit, stdout } = await sluiceInProcess([...words, ...identities, "--lang", lang], {
    cwd: home,
  });
  expect(stdout).toContain(why);
  expect(stdout).not.toContain(advice);
  expect(exit).toBe(4);
});

test("tells what is denied together apart by when it would be asked for", async () => {
  const words = ["check", "s3://source-a", "s3://copy-a", "--world", join(home, "world.json")];
  const { stdout } = await sluiceInProcess([...words, "--profile", "kim"], { cwd: home });
  const told = stdout.split("\n").filter((line) => /^!|denies/.test(line));
  expect(told).toEqual([
    expect.stringMatching(/^! objects with tags fail to copy/),
    expect.stringContaining("denies s3:PutObjectTagging"),
    expect.stringMatching(/^! when an upload fails/),
    expect.stringContaining("denies s3:AbortMultipartUpload"),
  ]);
});
