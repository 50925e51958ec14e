import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { createBucketStore, type OpenBucketStore } from "../../src/client/index.ts";
import type { Lab } from "../../src/lab/index.ts";
import { loadCorpus } from "../support/corpus.ts";
import { closeHome, openHome } from "../support/open-home.ts";
import { startLabOf } from "../support/start-lab-of.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";

interface Given {
  /** The profile that runs. */
  readonly as: string;
  /** What stands behind `sluice check`. */
  readonly words: readonly string[];
}

interface Want {
  readonly exit: number;
  /** Outcome, operation, place, and what it shows or was refused. */
  readonly probes: readonly string[];
  /** What the policies say, where AWS says otherwise. */
  readonly overruled?: readonly string[];
}

interface Line {
  readonly type: string;
  readonly [field: string]: string | readonly string[] | null | undefined;
}

describe("sluice check --probe", () => {
  let lab: Lab;
  let home: string;
  const stores: OpenBucketStore[] = [];

  beforeAll(async () => {
    const file = join(import.meta.dirname, "worlds", "probes.yaml");
    lab = await startLabOf(parse(await readFile(file, "utf8")));
    home = await openHome(lab.awsConfig());
    const credentials = (profile: string) => {
      const found = lab.principals.find((principal) => principal.profile === profile);
      if (found === undefined) throw new Error(`no ${profile}`);
      return () => Promise.resolve(found.credentials);
    };
    for (const bucket of ["source-of-a", "empty-of-a", "other-of-a"]) {
      stores.push(
        createBucketStore({ bucket, credentials: credentials("ann"), endpoint: lab.url }),
      );
    }
    for (const bucket of ["guarded-of-b", "open-of-b", "read-of-b", "sealed-of-b"]) {
      stores.push(
        createBucketStore({ bucket, credentials: credentials("bob"), endpoint: lab.url }),
      );
    }
    for (const store of stores.filter(({ bucket }) => bucket !== "empty-of-a")) {
      await store.putObject("a.txt", Buffer.from("of a"), {});
    }
  });

  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await lab.close();
    await closeHome(home);
  });

  /** All objects and all uploads of all buckets. */
  async function everything(): Promise<readonly unknown[]> {
    return Promise.all(
      stores.map(async (store) => {
        const page = await store.listPage({ prefix: "" });
        const uploads = await store.listUploads("a.txt", {});
        return [store.bucket, page.read().entries(), uploads];
      }),
    );
  }

  test.each(loadCorpus<Given, Want>("probes"))("%s", async (_, { given, want }) => {
    const before = await everything();
    const words = ["check", ...given.words, "--profile", given.as, "--probe", "--json"];
    const { exit, stdout } = await sluiceInProcess(words, { cwd: home });
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Line);
    expect({
      exit,
      probes: lines.filter(({ type }) => type === "probe").map(probeText),
      overruled: lines
        .filter(({ type, overruled }) => type === "need" && overruled !== undefined)
        .map(({ action, overruled, verdict }) => [action, overruled, "->", verdict].join(" ")),
    }).toEqual({ overruled: [], ...want });
    expect(await everything()).toEqual(before);
  });

  test("a contradiction is said in both languages, and what AWS says wins", async () => {
    const words = ["s3://source-of-a", "s3://guarded-of-b", "--owner-profile", "bob"];
    const ask = (lang: string) =>
      sluiceInProcess(["check", ...words, "--profile", "ann", "--probe"], {
        cwd: home,
        env: { LANG: lang },
      });
    const { exit, stdout } = await ask("en_US.UTF-8");
    expect(exit).toBe(3);
    expect(stdout).toContain(
      "! what could be read allows s3:PutObject on arn:aws:s3:::guarded-of-b/*, and AWS refuses it: AWS decides",
    );
    expect(stdout).toMatch(
      /✗ destination CreateMultipartUpload .* refused: AccessDenied, s3:PutObject\n/,
    );
    expect(stdout).toContain("the service control policy of 000000000000 denies s3:PutObject");
    expect((await ask("ja_JP.UTF-8")).stdout).toContain(
      "AWS は拒否しました。AWS の答えが優先します",
    );
  });

  test("a run tells each cause once, with its count, and lists all keys in a file", async () => {
    const source = join(home, "many");
    await mkdir(source);
    for (let i = 0; i < 7; i++) await writeFile(join(source, `${i}.txt`), "x");
    const words = ["sync", source, "s3://read-of-b/many", "--profile", "ann", "--no-check"];
    const state = join(home, "state");
    const { exit, stderr } = await sluiceInProcess(words, {
      cwd: home,
      env: { XDG_STATE_HOME: state },
    });
    expect(exit).toBe(1);
    expect(stderr.match(/\[resource-policy-silent\]/g)).toHaveLength(1);
    expect(stderr).toContain("(7 times)");
    const path = /all 7 keys that failed, each with its error: (\S+)/.exec(stderr)?.[1] ?? "";
    expect(dirname(path)).toBe(join(state, "sluice"));
    const failed = (await readFile(path, "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Line);
    expect(failed.map(({ to }) => to).sort()).toEqual(
      Array.from({ length: 7 }, (_, i) => `s3://read-of-b/many/${i}.txt`),
    );
    expect(failed[0]).toMatchObject({ type: "failed", kind: "upload" });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test("a world file has nothing to be tried with", async () => {
    const words = ["check", "s3://source-of-a", "s3://other-of-a", "--world", "w.yaml", "--probe"];
    const { exit, stderr } = await sluiceInProcess(words, { cwd: home });
    expect(exit).toBe(2);
    expect(stderr).toContain("cannot probe the world file `w.yaml`");
  });
});

function probeText(line: Line): string {
  const { outcome, operation, bucket, key, shows, action, code, why } = line;
  const rests = new Map([
    ["allowed", [shows].flat()],
    ["denied", [code, action]],
    ["open", [code]],
    ["untried", [why]],
  ]);
  const place = [bucket, key].join("/");
  return [outcome, operation, place, rests.get(String(outcome))].flat().join(" ");
}
