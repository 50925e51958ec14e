import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "..", "..");
/** What the bundle leaves outside: native, or not always needed. */
const OUTSIDE = ["lmdb", "@peculiar/x509", "bullmq", "ioredis"];

const PROGRAM = `
import { check, explain, readWorldFile } from "sluice";
import { parsePolicy } from "sluice/policy";
import { startLab } from "sluice/lab";

const world = "node_modules/sluice/worlds/two-accounts.yaml";
const lab = await startLab({ world: await readWorldFile(world) });
const status = (await fetch(lab.url + "/dev-b-222222222222")).status;
await lab.close();
const source = "s3://dev-a-111111111111";
const { verdict } = await check({ source, destination: source + "/copy", profile: "dev-a", world });
console.log(status, verdict, explain("nothing").length, parsePolicy("{", "identity").ok);
`;

let project: string;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "sluice-installed-"));
  const modules = join(project, "node_modules");
  await mkdir(join(modules, "@peculiar"), { recursive: true });
  await mkdir(join(modules, "sluice"));
  const packed = ["pack", "--json", "--ignore-scripts", "--pack-destination", project];
  const { stdout } = await run("npm", packed, { cwd: ROOT });
  const [{ filename }] = JSON.parse(stdout) as [{ readonly filename: string }];
  const into = ["--strip-components=1", "-C", join(modules, "sluice")];
  await run("tar", ["-xzf", join(project, filename), ...into]);
  for (const name of OUTSIDE) {
    await symlink(join(ROOT, "node_modules", name), join(modules, name), "dir");
  }
  await writeFile(join(project, "program.mjs"), PROGRAM);
});

afterAll(() => rm(project, { recursive: true, force: true }));

test("the packed package is imported and run by an empty project", async () => {
  const node = (words: readonly string[]): Promise<{ readonly stdout: string }> =>
    run(process.execPath, [...words], { cwd: project });
  const main = join("node_modules", "sluice", "dist", "cli", "main.js");
  const [program, version] = await Promise.all([node(["program.mjs"]), node([main, "--version"])]);
  expect(program.stdout).toBe("403 allowed 0 false\n");
  expect(version.stdout).toMatch(/^sluice \d+\.\d+\.\d+\n$/);
});
