import { execFile } from "node:child_process";
import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import { STORY } from "../support/story-world.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const WORLD = join(ROOT, "worlds", "two-accounts.yaml");
const [A, B] = [`s3://${STORY.source}`, `s3://${STORY.destination}`];

let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "sluice-ci-"));
  const assertions = [`dev-a can s3:GetObject on ${A}/*`, `dev-a can s3:PutObject on ${B}/x`];
  const tests = JSON.stringify({ world: WORLD, assertions }, null, 1);
  await writeFile(join(home, "access.json"), tests);
  const Statement = [{ Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::b/*" }];
  await writeFile(join(home, "good.json"), JSON.stringify({ Version: "2012-10-17", Statement }));
});

afterAll(() => rm(home, { recursive: true, force: true }));

function testAs(format: string): ReturnType<typeof sluiceInProcess> {
  return sluiceInProcess(["test", join(home, "access.json"), "--format", format]);
}

test("what does not hold is an annotation of its line", async () => {
  const { exit, stdout } = await testAs("github");
  const [annotation = "", summary] = stdout.split("\n");
  const place = `::error file=${home}/access.json,line=5,title=access is as asserted::`;
  expect(exit).toBe(3);
  expect(
    annotation.startsWith(`${place}dev-a can s3:PutObject on ${B}/x%0Ashould be allowed`),
  ).toBe(true);
  expect(summary).toBe("1 of 2 assertions hold");
});

test("what does not hold is a result in SARIF, with its line", async () => {
  const { exit, stdout } = await testAs("sarif");
  expect(exit).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { rules: [{ id: "ACCESS" }] } },
        results: [
          {
            ruleId: "ACCESS",
            locations: [{ physicalLocation: { region: { startLine: 5 } } }],
          },
        ],
      },
    ],
  });
});

test("the action prints annotations, writes SARIF, and fails with the first that fails", async () => {
  const action = parse(await readFile(join(ROOT, "action.yml"), "utf8")) as {
    readonly runs: { readonly steps: readonly { readonly run?: string }[] };
  };
  const script = action.runs.steps.at(-1)?.run ?? "";
  const env = {
    PATH: process.env["PATH"],
    GITHUB_ACTION_PATH: ROOT,
    SLUICE_LINT: "go*.json",
    SLUICE_TEST: "access.json",
    SLUICE_SARIF: "reports",
  };
  const ran = await new Promise<{ readonly exit: number | null; readonly out: string }>(
    (resolve) => {
      const child = execFile("bash", ["-c", script], { cwd: home, env }, (_, out) => {
        resolve({ exit: child.exitCode, out });
      });
    },
  );
  expect(ran.exit).toBe(3);
  expect(ran.out).toContain("::error file=access.json,line=5,");
  const logs = await Promise.all(
    ["lint", "test"].map(async (verb) => {
      const text = await readFile(join(home, "reports", `sluice-${verb}.sarif`), "utf8");
      return (JSON.parse(text) as { runs: [{ results: readonly object[] }] }).runs[0].results
        .length;
    }),
  );
  expect(logs).toEqual([0, 1]);
});

test("what the hooks run and what the image copies is there", async () => {
  const hooks = parse(await readFile(join(ROOT, ".pre-commit-hooks.yaml"), "utf8")) as readonly {
    readonly entry: string;
  }[];
  const image = await readFile(join(ROOT, "Dockerfile"), "utf8");
  const copied = [...image.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = ""]) =>
    paths.split(" "),
  );
  const entries = hooks.map(({ entry }) => entry.split(" ")[0] ?? "");
  const missing: string[] = [];
  for (const path of [...entries, ...copied]) {
    await access(join(ROOT, path)).catch(() => missing.push(path));
  }
  expect({ entries: entries.length, copied: copied.length, missing }).toEqual({
    entries: 2,
    copied: 7,
    missing: [],
  });
});
