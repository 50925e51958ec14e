import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonSchema } from "../../scripts/schemas/json-schema.ts";
import { schemaFiles } from "../../scripts/schemas/schema-files.ts";
import type { Lab } from "../../src/lab/index.ts";
import { closeHome, openHome } from "../support/open-home.ts";
import { schemaFaults } from "../support/schema-faults.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import { LIST_DENIED, startStoryLab, STORY } from "../support/story-world.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const WORLD = join(ROOT, "worlds", "two-accounts.yaml");
const [A, B] = [`s3://${STORY.source}`, `s3://${STORY.destination}`];

async function schemaIn(name: string): Promise<JsonSchema> {
  return JSON.parse(await readFile(join(ROOT, "schemas", name), "utf8")) as JsonSchema;
}

test("the schemas are what the sources say", async () => {
  for (const [name, text] of await schemaFiles()) {
    const file = await readFile(join(ROOT, "schemas", name), "utf8");
    expect(file, "run `npm run docs:schemas` and commit the schemas").toBe(text);
  }
});

describe("a world file", () => {
  test("every world of this package fits", async () => {
    const schema = await schemaIn("world.schema.json");
    const directories = ["worlds", "worlds/causes", "test/cli/worlds", "test/facts/worlds"];
    const faults: string[] = [];
    let worlds = 0;
    for (const directory of directories) {
      const names = (await readdir(join(ROOT, directory))).filter((name) => name.endsWith(".yaml"));
      for (const name of names) {
        const world: unknown = parse(await readFile(join(ROOT, directory, name), "utf8"));
        faults.push(...schemaFaults(world, schema).map((fault) => `${name} ${fault}`));
        worlds++;
      }
    }
    expect(faults).toEqual([]);
    expect(worlds).toBeGreaterThan(15);
  });

  test.for([
    ["no accounts", {}, ": lacks accounts"],
    ["a field with a slip", { accounts: {}, acounts: {} }, "/acounts: is not known"],
    [
      "an account id of eleven digits",
      { accounts: { "11111111111": {} } },
      "/accounts/11111111111",
    ],
    [
      "a policy that is a list",
      { accounts: { "111111111111": { policies: { p: [] } } } },
      "/accounts/111111111111/policies/p",
    ],
    [
      "a key id of two words",
      {
        accounts: {
          "111111111111": {
            users: { u: { credentials: { accessKeyId: "a b", secretAccessKey: "c" } } },
          },
        },
      },
      "/accounts/111111111111/users/u/credentials",
    ],
  ] as const)("%s does not", async ([, world, at]) => {
    const [fault = ""] = schemaFaults(world, await schemaIn("world.schema.json"));
    expect(fault.slice(0, at.length)).toBe(at);
  });
});

test("a test file needs a world and sentences", async () => {
  const schema = await schemaIn("access-tests.schema.json");
  const sentence = `dev-a can s3:GetObject on ${A}/*`;
  expect(schemaFaults({ world: "w.yaml", assertions: [sentence] }, schema)).toEqual([]);
  expect(schemaFaults({ world: "w.yaml", assertions: ["dev-a may"] }, schema)).toHaveLength(1);
  expect(schemaFaults({ world: "w.yaml", largest: "5GB", assertions: [] }, schema)).toEqual([]);
  expect(schemaFaults({ world: "w.yaml", largest: "5 cm", assertions: [] }, schema)).toHaveLength(
    1,
  );
  expect(schemaFaults({ assertions: [] }, schema)).toEqual([": lacks world"]);
});

describe("what --json prints", () => {
  let lab: Lab;
  let home: string;

  beforeAll(async () => {
    lab = await startStoryLab();
    home = await openHome(lab.awsConfig());
    const assertions = [`dev-a can s3:PutObject on ${B}/x`];
    await writeFile(join(home, "access.json"), JSON.stringify({ world: WORLD, assertions }));
    const Statement = [{ Effect: "Allow", Action: "s3:ListBuckets", Resource: `${B}/*` }];
    await writeFile(
      join(home, "policy.json"),
      JSON.stringify({ Version: "2012-10-17", Statement }),
    );
    await writeFile(join(home, "error.txt"), `AccessDenied: ${LIST_DENIED}`);
    await writeFile(join(home, "a.txt"), "hello");
  });

  afterAll(async () => {
    await lab.close();
    await closeHome(home);
  });

  const between = [A, B, "--profile", "dev-a", "--owner-profile", "dev-b"];
  const upload = ["sync", ".", A, "--profile", "dev-a", "--include", "*.txt", "--journal", "state"];
  test.for([
    ["check, refused", ["check", ...between], ["finding", "need", "verdict"]],
    [
      "check with probes",
      ["check", ...between, "--probe", "--explain"],
      ["finding", "need", "probe", "verdict"],
    ],
    [
      "check with questions to others",
      ["check", A, B, "--profile", "dev-a", "--request", "ask.json"],
      ["finding", "need", "question", "verdict"],
    ],
    [
      "their answers",
      ["check", "--answer", "ask.json", "--profile", "dev-b"],
      ["answer", "reading"],
    ],
    ["a sync that the check stops", ["sync", ...between], ["finding", "need", "verdict"]],
    ["grant", ["grant", ...between], ["grant"]],
    ["explain", ["explain", "{home}/error.txt"], ["diagnosis"]],
    ["test", ["test", "{home}/access.json"], ["assertion"]],
    ["lint", ["lint", "policy.json"], ["lint", "lintSummary"]],
    [
      "a dry run",
      [...upload, "--dryrun"],
      ["done", "planned", "started", "transferred", "verdict"],
    ],
    [
      "a plan",
      ["plan", A, `${A}/copies`, "--profile", "dev-a"],
      ["done", "planned", "started", "verdict"],
    ],
    ["a sync", upload, ["done", "started", "transferred"]],
    [
      "a sync that fails",
      ["sync", ".", B, "--profile", "dev-a", "--no-check", "--journal", "state"],
      ["done", "fatal", "started"],
    ],
  ] as const)("%s", async ([, words, types]) => {
    const { stdout } = await sluiceInProcess(
      [...words.map((word) => word.replace("{home}", home)), "--json"],
      { cwd: home },
    );
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string });
    const schema = await schemaIn("events.schema.json");
    expect(lines.flatMap((line) => schemaFaults(line, schema))).toEqual([]);
    // How often progress is told is a matter of time.
    const told = lines.map(({ type }) => type).filter((type) => type !== "progress");
    expect([...new Set(told)].sort()).toEqual(types);
  });

  test("a line of no known type, or without its version, does not fit", async () => {
    const schema = await schemaIn("events.schema.json");
    expect(schemaFaults({ v: 1, type: "done" }, schema)).not.toEqual([]);
    expect(schemaFaults({ type: "cancelled" }, schema)).not.toEqual([]);
    expect(schemaFaults({ v: 1, type: "cancelled" }, schema)).toEqual([]);
  });
});
