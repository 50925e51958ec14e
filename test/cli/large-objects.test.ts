import { mkdir, readFile, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { SizesSeen } from "../../src/access/index.ts";
import { createBucketStore, type OpenBucketStore } from "../../src/client/index.ts";
import type { Lab } from "../../src/lab/index.ts";
import { loadCorpus } from "../support/corpus.ts";
import { closeHome, openHome } from "../support/open-home.ts";
import { startLabOf } from "../support/start-lab-of.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";

type Sizes = Readonly<Record<string, number>>;

interface Given {
  readonly from: "files" | "bucket";
  readonly sizes: Sizes;
  readonly to: string;
  /** What the destination has. */
  readonly there?: Sizes;
  readonly words?: readonly string[];
  /** Whether the world's file is asked, and not the lab. */
  readonly inWorld?: true;
}

interface Want {
  readonly verdict: string;
  readonly sizes: SizesSeen | null;
  /** What is denied for certain, or nobody could tell, or only large objects would take. */
  readonly denied?: readonly string[];
  readonly open?: readonly string[];
  readonly foreseen?: readonly string[];
  readonly says?: readonly string[];
  /** How the sync itself ends, with its check. */
  readonly sync?: number;
}

interface Line {
  readonly type: string;
  readonly action?: string;
  readonly essential?: boolean;
  readonly occasion?: string;
  readonly verdict?: string;
  readonly sizes?: SizesSeen | null;
}

const WORLD = join(import.meta.dirname, "worlds", "large-objects.yaml");

describe("what only large objects take", () => {
  let lab: Lab;
  let home: string;
  let row = 0;
  const stores = new Map<string, OpenBucketStore>();

  beforeAll(async () => {
    lab = await startLabOf(parse(await readFile(WORLD, "utf8")));
    home = await openHome(lab.awsConfig());
    const { credentials } = lab.principal("root");
    for (const bucket of ["source-of-a", "sealed-of-a", "careful-of-a"]) {
      const identity = { credentials: () => Promise.resolve(credentials), endpoint: lab.url };
      stores.set(bucket, createBucketStore({ bucket, ...identity }));
    }
  });

  afterAll(async () => {
    await Promise.all([...stores.values()].map((store) => store.close()));
    await lab.close();
    await closeHome(home);
  });

  async function putAll(bucket: string, prefix: string, sizes: Sizes): Promise<void> {
    for (const [key, size] of Object.entries(sizes)) {
      await stores.get(bucket)?.putObject(`${prefix}/${key}`, Buffer.alloc(size), {});
    }
  }

  /** The operands of a run whose places are there as a row gives them. */
  async function placesOf({ from, sizes, to, there = {} }: Given): Promise<readonly string[]> {
    const name = `row-${row++}`;
    await putAll(to, name, there);
    if (from === "bucket") await putAll("source-of-a", name, sizes);
    else await writeAll(join(home, name), sizes);
    return [
      from === "bucket" ? `s3://source-of-a/${name}` : join(home, name),
      `s3://${to}/${name}`,
    ];
  }

  const run = (words: readonly string[], lang = "en_US.UTF-8") =>
    sluiceInProcess([...words, "--profile", "ann"], {
      cwd: home,
      env: { LANG: lang, XDG_STATE_HOME: join(home, "state") },
    });

  test.each(loadCorpus<Given, Want>("large-objects"))("%s", async (_, { given, want }) => {
    const { inWorld = false, words = [] } = given;
    const operands = [...(await placesOf(given)), ...words];
    const check = ["check", ...operands, ...(inWorld ? ["--world", WORLD] : [])];
    const lines = linesOf((await run([...check, "--json"])).stdout);
    const { says = [], sync, ...told } = want;
    const seen = {
      verdict: lines.find(({ type }) => type === "verdict"),
      needs: lines.filter(
        ({ verdict, occasion }) => verdict !== "allowed" && occasion === "if-large",
      ),
    };
    const { verdict, sizes } = seen.verdict ?? {};
    expect({
      verdict,
      sizes,
      denied: actionsOf(seen.needs, { essential: true, verdict: "denied" }),
      open: actionsOf(seen.needs, { essential: true, verdict: "unknown" }),
      foreseen: actionsOf(seen.needs, { essential: false, verdict: "denied" }),
    }).toEqual({ denied: [], open: [], foreseen: [], ...told });
    const { stdout } = await run(check);
    for (const text of says) expect(stdout).toContain(text);
    const ran = inWorld ? undefined : (await run(["sync", ...operands])).exit;
    expect(ran).toBe(sync);
  });

  // Amazon S3 User Guide, Uploading and copying objects using multipart upload, permissions with KMS.
  test.each([
    ["some", [], ["kms:Decrypt"]],
    ["some", ["--large-objects", "some"], ["kms:Decrypt"]],
    ["small", ["--large-objects", "none"], []],
    ["small", ["--large-objects", "seen"], []],
    ["some", ["--large-objects", "seen"], ["kms:Decrypt"]],
  ])("a grant for a source that has %s objects, with %j, gives %j", async (has, words, want) => {
    const size = has === "some" ? 8 * 1024 * 1024 : 3;
    const operands = await placesOf({ from: "files", sizes: { a: size }, to: "sealed-of-a" });
    const { exit, stdout } = await run(["grant", ...operands, ...words, "--json"]);
    expect(exit).toBe(0);
    expect([...new Set(stdout.match(/kms:Decrypt/g) ?? [])]).toEqual(want);
  });

  test("a grant that leaves large objects out says so, and is confirmed without them", async () => {
    const sizes = { "large.bin": 8 * 1024 * 1024 };
    const operands = await placesOf({ from: "files", sizes, to: "sealed-of-a" });
    const grant = ["grant", ...operands, "--profile", "eve", "--large-objects", "none"];
    const shown = await sluiceInProcess(grant, { cwd: home });
    expect(shown.stdout).toContain("for objects smaller than 8 MiB alone");
    expect(shown.stdout).toContain("--large-objects none --apply");
    const { exit, stdout, stderr } = await sluiceInProcess([...grant, "--apply"], { cwd: home });
    expect(stdout).not.toContain("kms:Decrypt");
    expect(stderr).toContain("confirmed: AWS, asked again, allows it\n");
    expect(stderr).not.toContain("not confirmed");
    expect(exit).toBe(0);
  });

  test("it is said in Japanese, too", async () => {
    const large = { "a.txt": 3, "large.bin": 8 * 1024 * 1024 };
    const operands = await placesOf({ from: "files", sizes: large, to: "sealed-of-a" });
    const seen = await run(["check", ...operands], "ja_JP.UTF-8");
    expect(seen.stdout).toContain("調べた 2 個のオブジェクトのうち 1 個が 8 MiB 以上です");
    const none = await run(["check", ...operands, "--exclude", "*.bin"], "ja_JP.UTF-8");
    expect(none.stdout).toContain("8 MiB 以上のオブジェクトにだけ必要です");
  });
});

async function writeAll(directory: string, sizes: Sizes): Promise<void> {
  await mkdir(directory);
  for (const [key, size] of Object.entries(sizes)) {
    const path = join(directory, key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, "");
    await truncate(path, size);
  }
}

function linesOf(text: string): readonly Line[] {
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

function actionsOf(
  needs: readonly Line[],
  want: Pick<Line, "essential" | "verdict">,
): readonly (string | undefined)[] {
  return needs
    .filter(({ essential, verdict }) => essential === want.essential && verdict === want.verdict)
    .map(({ action }) => action);
}
