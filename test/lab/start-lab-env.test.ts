import { execFile } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, parse } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Lab, startLab } from "../../src/lab/index.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import { storyWorld } from "./story-world.ts";
import { ask } from "./wire.ts";

const NAMES = [
  "AWS_PROFILE",
  "AWS_ENDPOINT_URL",
  "AWS_CONFIG_FILE",
  "AWS_ACCESS_KEY_ID",
  "AWS_ENDPOINT_URL_S3_CONTROL",
];

describe("`sluice lab env`", () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ world: storyWorld() });
  });
  afterAll(() => lab.close());

  /** What a shell knows after it has read the lines. */
  async function evaluate(lines: string): Promise<readonly string[]> {
    const show = NAMES.map((name) => `printf '%s\\n' "\${${name}-unset}"`).join("\n");
    const env = { PATH: process.env["PATH"], AWS_ACCESS_KEY_ID: "AKIAMINE" };
    const { stdout } = await promisify(execFile)("sh", ["-c", `${lines}\n${show}`], { env });
    return stdout.trimEnd().split("\n");
  }

  test("makes a shell one of the principals", async () => {
    const line = ["lab", "env", "--endpoint", lab.url, "--profile", "writer"];
    const { exit, stdout } = await sluiceInProcess(line);
    expect(exit).toBe(0);
    const [profile, url, config = "", ownKey, control] = await evaluate(stdout);
    expect([profile, url, ownKey]).toEqual(["writer", lab.url, "unset"]);
    expect(control).toBe(`http://account@localhost:${lab.port}`);
    expect((await stat(config)).mode & 0o777).toBe(0o600);
    expect(await readFile(config, "utf8")).toBe(lab.awsConfig());
  });

  test("keeps one config for each lab's address, whoever asks how often", async () => {
    const line = ["lab", "env", "--endpoint", lab.url];
    const first = await sluiceInProcess([...line, "--profile", "writer"]);
    const again = await sluiceInProcess([...line, "--profile", "a"]);
    const [, , config = ""] = await evaluate(first.stdout);
    expect((await evaluate(again.stdout))[2]).toBe(config);
    const { dir } = parse(config);
    expect(await readdir(dir)).toEqual(["config"]);
    expect((await stat(dir)).mode & 0o077).toBe(0);
  });

  test("puts keys into no directory that others may look into", async () => {
    const temporary = await mkdtemp(join(tmpdir(), "sluice-test-"));
    vi.stubEnv("TMPDIR", temporary);
    const line = ["lab", "env", "--endpoint", lab.url];
    const { stdout } = await sluiceInProcess(line);
    const [, , config = ""] = await evaluate(stdout);
    await chmod(parse(config).dir, 0o755);
    const { exit, stderr } = await sluiceInProcess(line);
    vi.unstubAllEnvs();
    await rm(temporary, { recursive: true });
    expect(exit).toBe(2);
    expect(stderr).toContain("it must be a directory of yours alone");
  });

  test("leaves the profile to each command where several are there and none is named", async () => {
    const { stdout } = await sluiceInProcess(["lab", "env", "--endpoint", lab.url]);
    expect((await evaluate(stdout))[0]).toBe("unset");
  });

  test("names the profile that was meant", async () => {
    const line = ["lab", "env", "--endpoint", lab.url, "--profile", "writr"];
    const { exit, stderr } = await sluiceInProcess(line);
    expect(exit).toBe(2);
    expect(stderr).toBe("sluice: the lab has no profile `writr`: did you mean `writer`?\n");
  });

  test("the config has a profile for each principal, and one that signs in for each permission set", () => {
    const sections = Array.from(lab.awsConfig().matchAll(/^\[.*\]$/gm), ([section]) => section);
    expect(sections.toSorted()).toEqual([
      "[profile a-sso]",
      "[profile a]",
      "[profile b]",
      "[profile root-like]",
      "[profile writer]",
      "[services lab]",
      "[sso-session alice]",
    ]);
  });
});

describe("what the lab was asked for and lacks", () => {
  test("is counted, told by the lab, and said when it ends", async () => {
    const end = new AbortController();
    let url: string | undefined;
    const onOutput = (text: string): void => {
      url ??= /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
    };
    const running = sluiceInProcess(["lab", "--port", "0"], {
      interrupted: end.signal,
      onOutput,
    });
    await expect.poll(() => url, { timeout: 10_000 }).toBeDefined();
    const port = Number(new URL(url ?? "").port);
    const target = "/dev-a-111111111111?analytics";
    await ask(port, { method: "GET", target });
    await ask(port, { method: "GET", target });
    const { body } = await ask(port, { method: "GET", target: "/_lab/coverage" });
    end.abort();
    expect(JSON.parse(body)).toEqual({
      notImplemented: [{ what: "`ListBucketAnalyticsConfigurations`", count: 2 }],
    });
    const { exit, stderr } = await running;
    expect(exit).toBe(0);
    expect(stderr).toBe(
      "the lab was asked for what it lacks: `ListBucketAnalyticsConfigurations` (2)\n",
    );
  });
});
