import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSluiceShell, type SluiceShell } from "../support/sluice-shell.ts";

const ROLE = "AWSReservedSSO_AdministratorAccess_1234567890abcdef";
const WITHOUT_PATH = `arn:aws:iam::111111111111:role/${ROLE}`;
const B = "s3://dev-b-222222222222";

/** Two accounts; the bucket policy of b names a's Identity Center role without its path. */
const WORLD = `
identityCenter:
  region: ap-northeast-1
  permissionSets:
    AdministratorAccess:
      managedPolicies: [AdministratorAccess]
accounts:
  "111111111111":
    roles:
      ${ROLE}:
        permissionSet: AdministratorAccess
        sessions:
          alice: { profile: dev-a }
    buckets:
      dev-a-111111111111: {}
  "222222222222":
    buckets:
      dev-b-222222222222:
        policy: |
          {
            "Version": "2012-10-17",
            "Statement": [
              {
                "Sid": "AllowSync",
                "Effect": "Allow",
                "Principal": { "AWS": "${WITHOUT_PATH}" },
                "Action": "s3:*",
                "Resource": ["arn:aws:s3:::dev-b-222222222222", "arn:aws:s3:::dev-b-222222222222/*"]
              }
            ]
          }
`;

interface JsonLine {
  readonly type: string;
  readonly essential?: boolean;
  readonly explanation?: unknown;
}

describe("what is denied is explained", () => {
  let shell: SluiceShell;

  beforeAll(async () => {
    shell = await openSluiceShell("");
    await writeFile(join(shell.directory, "world.yaml"), WORLD);
    const assertions = [`dev-a can s3:PutObject on ${B}/x`];
    await writeFile(
      join(shell.directory, "access.json"),
      JSON.stringify({ world: "world.yaml", assertions }),
    );
  });

  afterAll(() => shell.close());

  const check = (...words: readonly string[]): ReturnType<SluiceShell["run"]> =>
    shell.run(
      ["check", "s3://dev-a-111111111111", B, "--profile", "dev-a", "--world", "world.yaml"].concat(
        words,
      ),
    );

  test("by the nearest statement, its place, and what it lacks", async () => {
    const { exit, stdout } = await check();
    expect(exit).toBe(3);
    expect(stdout).toContain(
      "    why            nearest is `AllowSync` (bucket policy of 222222222222, 4:5): its Principal names " +
        `\`${WITHOUT_PATH}\`, and the caller is \`arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/ap-northeast-1/${ROLE}\`, whose path differs\n`,
    );
  });

  test("in Japanese", async () => {
    const { stdout } = await check("--lang", "ja");
    expect(stdout).toContain(
      `最も近いのは文 \`AllowSync\` (222222222222 のバケットポリシー、4:5) です。Principal は \`${WITHOUT_PATH}\` を指定していますが`,
    );
    expect(stdout).toContain("パスが違います\n");
  });

  test("with --explain, down to every element", async () => {
    const { stdout } = await check("--explain");
    expect(stdout).toContain("\n    ✗ bucket policy of 222222222222: does not allow\n");
    expect(stdout).toContain(
      "\n      – Allow `AllowSync` (bucket policy of 222222222222, 4:5)\n        ✗ 7:7 its Principal names",
    );
    expect(stdout).toContain("\n        ✓ 8:7 Action `s3:*`\n");
  });

  test("as JSON, with codes", async () => {
    const { stdout } = await check("--explain", "--json");
    const codes = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as JsonLine)
      .filter(({ type, essential }) => type === "need" && essential === true)
      .map(({ explanation }) => JSON.stringify(explanation).match(/"code":"\w+"/)?.[0]);
    expect(codes).toEqual([undefined, '"code":"otherPath"', undefined, '"code":"otherPath"']);
  });

  test("in the report of a broken assertion", async () => {
    const { exit, stdout } = await shell.run(["test", "access.json"]);
    expect(exit).toBe(3);
    expect(stdout).toContain(
      "    nothing in the bucket policy of 222222222222 allows s3:PutObject on",
    );
    expect(stdout).toContain("whose path differs; AWS gives no reason, only `Access Denied`\n");
  });
});
