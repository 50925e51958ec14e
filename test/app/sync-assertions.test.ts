import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readAccessTests } from "../../src/app/access-test/read-access-tests.ts";
import { runAccessTests } from "../../src/app/access-test/run-access-tests.ts";

// What goes in parts to a bucket under a KMS key takes kms:Decrypt, which ann may not.
const WORLD = readFileSync(join(import.meta.dirname, "../cli/worlds/large-objects.yaml"), "utf8");
const SYNC = "ann can sync s3://source-of-a → s3://sealed-of-a";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sluice-sizes-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

async function verdictOf(tests: object, world = WORLD): Promise<string | undefined> {
  const file = join(directory, "access.json");
  writeFileSync(join(directory, "world.yaml"), world);
  writeFileSync(file, JSON.stringify({ world: "world.yaml", assertions: [SYNC], ...tests }));
  const [result] = await runAccessTests(await readAccessTests(file));
  return result?.verdict;
}

test.each([
  { name: "is open where nobody says how large objects are", tests: {}, want: "unknown" },
  { name: "holds up to what goes at one go", tests: { largest: "8388607" }, want: "allowed" },
  { name: "does not from what goes in parts", tests: { largest: "8MB" }, want: "denied" },
])("a sync $name", async ({ tests, want }) => {
  expect(await verdictOf(tests)).toBe(want);
});

test("a sync is tested for the objects that the world gives its source", async () => {
  writeFileSync(join(directory, "small"), "1");
  const world = WORLD.replace("source-of-a: {}", `source-of-a: { files: ${directory} }`);
  expect(await verdictOf({}, world)).toBe("allowed");
  expect(await verdictOf({ largest: "1GB" }, world)).toBe("denied");
});

test.each(["5 cm", "", -1, 1.5, ["1GB"]])("a largest object of %j is none", async (largest) => {
  await expect(verdictOf({ largest })).rejects.toThrow("cannot read `largest` of test file");
});
