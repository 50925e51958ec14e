import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { createBucketStore, type OpenBucketStore } from "../../src/client/index.ts";
import { isLoggedDecision, type Lab, startLab } from "../../src/lab/index.ts";
import { parseWorld } from "../../src/policy/index.ts";
import { loadCorpus } from "../support/corpus.ts";
import { closeHome, openHome } from "../support/open-home.ts";
import { startLabOf } from "../support/start-lab-of.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";

interface Given {
  readonly source: string;
  readonly destination: string;
  /** What else is typed. */
  readonly words?: readonly string[];
}

interface Want {
  /** How objects go, and for whom: by the world file, by what can be read, and in a run. */
  readonly world: string;
  readonly dry: string;
  readonly run: string;
  /** Who gets the objects, and who puts them. */
  readonly reader: string;
  readonly writer: string;
}

interface WayLine {
  readonly type: string;
  readonly through?: string;
  readonly profile?: string;
  readonly why?: string;
}

const WORLD = join(import.meta.dirname, "worlds", "ways.yaml");
const TWO = ["--source-profile", "ann", "--destination-profile", "bob"];

describe("between the buckets of two identities", () => {
  let lab: Lab;
  let home: string;
  let logs: string;
  const stores: OpenBucketStore[] = [];

  beforeAll(async () => {
    logs = await mkdtemp(join(tmpdir(), "sluice-ways-"));
    const world = parseWorld(parse(await readFile(WORLD, "utf8")));
    if (!world.ok) throw new Error(JSON.stringify(world.problems));
    lab = await startLab({ world: world.value, logDecisions: join(logs, "decisions") });
    home = await openHome(lab.awsConfig());
    const ann = lab.principals.find(({ profile }) => profile === "ann");
    if (ann === undefined) throw new Error("no ann");
    for (const bucket of [
      "open-of-a",
      "closed-of-a",
      "guarded-of-a",
      "untagged-of-a",
      "hollow-of-a",
    ]) {
      const credentials = () => Promise.resolve(ann.credentials);
      stores.push(createBucketStore({ bucket, credentials, endpoint: lab.url }));
    }
  });

  beforeEach(async () => {
    for (const store of stores) {
      const body = store.bucket === "hollow-of-a" ? "" : "of a";
      await store.putObject("a.txt", Buffer.from(body), {});
    }
  });

  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await lab.close();
    await closeHome(home);
    await rm(logs, { recursive: true });
  });

  async function wayOf(...words: readonly string[]): Promise<string> {
    const { exit, stdout, stderr } = await sluiceInProcess([...words, ...TWO, "--json"], {
      cwd: home,
    });
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as WayLine);
    const [way, ...more] = lines.filter(({ type }) => type === "way");
    // Also where a check is left with a question.
    expect([0, 4]).toContain(exit);
    expect({ stderr, more }).toEqual({ stderr: "", more: [] });
    return [way?.through, way?.profile, way?.why].filter((part) => part !== undefined).join(" ");
  }

  /** Who asked to do it to an object, in that order. */
  async function whoDid(action: string, bucket: string): Promise<readonly string[]> {
    const lines = (await readFile(join(logs, "decisions"), "utf8")).trim().split("\n");
    const decisions = lines.map((line): unknown => JSON.parse(line)).filter(isLoggedDecision);
    const done = decisions.filter(
      (each) => each.action === action && each.resource === `arn:aws:s3:::${bucket}`,
    );
    return done.map(({ caller }) => caller.slice(caller.lastIndexOf("/") + 1));
  }

  test.each(loadCorpus<Given, Want>("ways"))("%s", async (_, { given, want }) => {
    const { source, destination, words = [] } = given;
    const folder = [source, ...words.map((word) => word.replaceAll(/\W/g, ""))].join("-");
    const ends = [`s3://${source}`, `s3://${destination}/${folder}`, ...words];
    expect(await wayOf("check", ...ends, "--world", WORLD)).toBe(want.world);
    expect(await wayOf("check", ...ends)).toBe(want.dry);
    expect(await wayOf("sync", ...ends, "--dryrun")).toBe(want.dry);
    expect(await wayOf("sync", ...ends)).toBe(want.run);
    const of = `${given.destination}/${folder}/a.txt`;
    expect((await whoDid("s3:PutObject", of)).at(-1)).toBe(want.writer);
    expect((await whoDid("s3:GetObject", `${given.source}/a.txt`)).at(-1)).toBe(want.reader);
  });

  test("a plan is carried out though its run asks AWS more than its dry run", async () => {
    const ends = ["s3://guarded-of-a", "s3://closed-of-b/planned", "--plan", "way.plan"];
    expect(await wayOf("plan", ...ends)).toBe("copy bob");
    expect(await wayOf("sync", ...ends)).toBe("stream uncertain");
  });

  test("what S3 could not copy may be sent through this machine, which is said", async () => {
    const ends = ["s3://open-of-a", "s3://closed-of-b/refused"];
    const words = ["sync", ...ends, ...TWO, "--storage-class", "STANDARD_IA"];
    await stores[0]?.putObject("b.txt", Buffer.from("of a key"), {
      serverSideEncryption: "aws:kms",
    });
    const { exit, stderr } = await sluiceInProcess(words, { cwd: home });
    await stores[0]?.deleteObject("b.txt", {});
    expect(exit).toBe(1);
    expect(stderr).toMatch(/may go through this machine: the same with `--no-check`\n$/);
  });

  test("cp and mv choose as sync does", async () => {
    const one = ["s3://open-of-a/a.txt", "s3://closed-of-b/one.txt"];
    expect(await wayOf("cp", ...one)).toBe("copy bob");
    expect(await wayOf("mv", ...one)).toBe("copy bob");
    const closed = ["s3://closed-of-a/a.txt", "s3://closed-of-b/two.txt"];
    expect(await wayOf("cp", ...closed)).toBe("stream uncertain");
  });

  test("where nothing is checked, data goes through this machine", async () => {
    const ends = ["s3://open-of-a", "s3://closed-of-b/unchecked", "--no-check"];
    expect(await wayOf("sync", ...ends)).toBe("stream unchecked");
  });

  test("between two services nobody is in both", async () => {
    const other = await startLabOf(parse(await readFile(WORLD, "utf8")));
    const config = await readFile(join(home, "config"), "utf8");
    const there = other.awsConfig().replaceAll("[profile ", "[profile other-");
    await writeFile(join(home, "config"), `${config}\n${there}`);
    const ends = ["s3://open-of-a", "s3://closed-of-b/other"];
    const who = ["--source-profile", "ann", "--destination-profile", "other-bob"];
    const { exit, stderr } = await sluiceInProcess(["sync", ...ends, ...who], { cwd: home });
    await writeFile(join(home, "config"), config);
    await other.close();
    expect({ exit, stderr }).toEqual({
      exit: 0,
      stderr: "way       through this machine, from one service to another\n",
    });
  });

  test.each([
    [
      "en",
      "way       inside S3: profile bob alone may do all of it\n",
      "way       through this machine: ",
    ],
    [
      "ja",
      "経路        S3 の中でコピー。プロファイル bob だけですべてを行えます\n",
      "経路        このマシンを経由。",
    ],
  ])(
    "people read it once, unless they want to read errors alone (%s)",
    async (lang, inside, here) => {
      const read = async (...words: readonly string[]): Promise<string> => {
        const all = ["sync", ...words, ...TWO, "--lang", lang];
        return (await sluiceInProcess(all, { cwd: home })).stderr;
      };
      expect(await read("s3://open-of-a", `s3://closed-of-b/read-${lang}`)).toBe(inside);
      const closed = ["s3://closed-of-a", `s3://closed-of-b/read-too-${lang}`];
      expect(await read(...closed)).toContain(here);
      expect(await read(...closed, "--only-show-errors")).toBe("");
      const planned = await read(...closed, "--dryrun");
      expect(planned.split(here)).toHaveLength(2);
    },
  );
});
