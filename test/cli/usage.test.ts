import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Lab } from "../../src/lab/index.ts";
import { loadCorpus } from "../support/corpus.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import { startStoryLab } from "../support/story-world.ts";

interface Given {
  readonly words: readonly string[];
  readonly input?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** Texts are what the output starts with; `{cwd}` and `{port}` stand for the test's own. */
interface Want {
  readonly exit: number;
  readonly stdout?: string;
  readonly stderr?: string;
  /** Lines on stderr: none where it is not given, else one unless said. */
  readonly lines?: number;
}

describe("wrong usage gets one sentence that says what would be right", () => {
  let lab: Lab;
  let directory: string;

  beforeAll(async () => {
    lab = await startStoryLab();
    const expired = `[profile expired]\naws_access_key_id = ASIAEXPIREDEXPIRED00\naws_secret_access_key = x\naws_session_token = y\nendpoint_url = ${lab.url}\nregion = us-east-1\n`;
    // What they are told they are told before anybody is asked.
    const ofAws = ["of-aws", "of-aws-too"].map(
      (name) =>
        `[profile ${name}]\naws_access_key_id = AKIAEXAMPLEEXAMPLE00\naws_secret_access_key = x\nregion = us-east-1\n`,
    );
    directory = await mkdtemp(join(tmpdir(), "sluice-usage-"));
    await writeFile(join(directory, "config"), [lab.awsConfig(), expired, ...ofAws].join("\n"), {
      mode: 0o600,
    });
    vi.stubEnv("AWS_CONFIG_FILE", join(directory, "config"));
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(directory, "none"));
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    await rm(directory, { recursive: true });
    await lab.close();
  });

  test.each(loadCorpus<Given, Want>("usage"))("%s", async (_, { given, want }) => {
    const fill = (text: string): string =>
      text.replaceAll("{cwd}", directory).replaceAll("{port}", String(lab.port));
    for (const [name, text] of Object.entries(given.files ?? {})) {
      await writeFile(join(directory, name), text);
    }
    const result = await sluiceInProcess(given.words.map(fill), {
      cwd: directory,
      input: given.input ?? "",
    });
    const { stdout = "", stderr = "", lines = stderr === "" ? 0 : 1 } = want;
    expect({
      exit: result.exit,
      stdout: result.stdout.slice(0, fill(stdout).length),
      stderr: result.stderr.slice(0, fill(stderr).length),
    }).toEqual({ exit: want.exit, stdout: fill(stdout), stderr: fill(stderr) });
    expect(result.stderr.split("\n").length - 1).toBe(lines);
  });
});
