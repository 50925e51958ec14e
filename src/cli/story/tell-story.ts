import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { accountAt, type KnownIdentity, readWorldFile } from "../../app/index.ts";
import { AwsError } from "../../aws/index.ts";
import { type Lab, startLab } from "../../lab/index.ts";
import type { Catalogue, StoryStep } from "../catalogue/catalogue.ts";
import { ExitCode } from "../exit-code.ts";
import { BUILT_MAIN, SHIPPED_WORLD } from "../package-files.ts";
import type { Terminal } from "../terminal.ts";
import { compareBuckets } from "./compare-buckets.ts";
import { compareTrees, filesOf } from "./compare-trees.ts";
import { repeatLines } from "./repeat-lines.ts";
import { type CommandResult, runSluice } from "./run-sluice.ts";
import { type StagedTree, stageTree } from "./stage-tree.ts";
import { type WrongFix, wrongFixPolicy } from "./wrong-fixes.ts";

const SOURCE = "dev-a-111111111111";
const DESTINATION = "dev-b-222222222222";

/** What the story is told with. */
export interface StoryOptions {
  readonly terminal: Terminal;
  readonly words: Catalogue;
  /** The reader's own directory, absolute. */
  readonly directory: string | undefined;
}

/** A step that did not end as the story says: a fault of ours. */
class StoryWentWrong extends Error {
  override readonly name = "StoryWentWrong";
}

/** Tells the story on a lab of its own; resolves to that lab, still up. Throws when a step goes wrong. */
export async function tellStory(options: StoryOptions): Promise<Lab> {
  const lab = await startLab({ world: await readWorldFile(SHIPPED_WORLD) });
  const workspace = await mkdtemp(join(tmpdir(), "sluice-story-"));
  try {
    const configFile = join(workspace, "lab.ini");
    await writeFile(configFile, lab.awsConfig(), { mode: 0o600 });
    const tree = await stageTree(workspace, options.directory);
    await new Story(options, { lab, workspace, configFile, tree }).tell();
    return lab;
  } catch (error) {
    await lab.close();
    throw error;
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

interface Stage {
  readonly lab: Lab;
  readonly workspace: string;
  readonly configFile: string;
  readonly tree: StagedTree;
}

class Story {
  readonly #options: StoryOptions;
  readonly #stage: Stage;
  #chapter = 0;

  constructor(options: StoryOptions, stage: Stage) {
    this.#options = options;
    this.#stage = stage;
  }

  async tell(): Promise<void> {
    await this.#world();
    await this.#up();
    await this.#refused();
    await this.#wrongFixes();
    await this.#grant();
    await this.#down();
    this.#repeat();
  }

  async #world(): Promise<void> {
    this.#title("world");
    const roleArn = await this.#roleArn();
    this.#say(this.#words.lab({ url: this.#stage.lab.url, roleArn }));
  }

  async #up(): Promise<void> {
    this.#title("up");
    const { path, from } = this.#stage.tree;
    const sizes = [...(await filesOf(path)).values()];
    const bytes = `${(sizes.reduce((sum, size) => sum + size, 0) / 1024 / 1024).toFixed(1)} MiB`;
    this.#say(this.#words.tree({ files: sizes.length, bytes, from }));
    await this.#run(["sync", basename(path), `s3://${SOURCE}`, "--profile", "dev-a"], {
      exitCode: 0,
    });
  }

  async #refused(): Promise<void> {
    this.#title("refused");
    await this.#run(["check", ...this.#across("dev-a"), "--owner-profile", "dev-b"], {
      exitCode: ExitCode.denied,
      says: "no resource-based policy allows the s3:ListBucket action",
    });
    await this.#run(["sync", ...this.#across("dev-a"), "--owner-profile", "dev-b"], {
      exitCode: ExitCode.denied,
      says: "s3:PutObject",
    });
  }

  async #wrongFixes(): Promise<void> {
    this.#title("wrongFixes");
    const owner = accountAt(this.#identity("dev-b"));
    const names = {
      bucket: DESTINATION,
      sessionArn: this.#principal("dev-a").arn,
      roleArn: await this.#roleArn(),
    };
    for (const fix of ["session", "path", "objects"] as const) {
      const text = wrongFixPolicy(fix, names);
      this.#say(`\n✎ ${this.#words.wrongFix(fix)}`);
      await this.#tryFix(fix, () => owner.putBucketPolicy(DESTINATION, text, "222222222222"));
      this.#say(`→ ${this.#words.wrongFixResult(fix)}`);
    }
    await owner.deleteBucketPolicy(DESTINATION, "222222222222");
  }

  async #tryFix(fix: WrongFix, putPolicy: () => Promise<void>): Promise<void> {
    switch (fix) {
      case "session":
        await putPolicy();
        await this.#run(["check", ...this.#across("dev-a")], { exitCode: ExitCode.unknown });
        await this.#run(["check", ...this.#across("dev-a-carol"), "--owner-profile", "dev-b"], {
          exitCode: ExitCode.denied,
          says: "Principal",
        });
        return;
      case "path":
        this.#say(`  ${await refusalOf(putPolicy, "Invalid principal in policy")}`);
        return;
      case "objects":
        this.#say(
          `  ${await refusalOf(putPolicy, "Action does not apply to any resource(s) in statement")}`,
        );
        return;
    }
  }

  async #grant(): Promise<void> {
    this.#title("grant");
    const across = this.#across("dev-a");
    await this.#run(["grant", ...across, "--owner-profile", "dev-b", "--apply"], {
      exitCode: 0,
      says: "aws-reserved/sso.amazonaws.com/ap-northeast-1/",
    });
    await this.#run(["sync", ...across, "--owner-profile", "dev-b"], {
      exitCode: 0,
      says: "copy: ",
    });
    const { objects, differing } = await compareBuckets(
      { identity: this.#identity("dev-a"), bucket: SOURCE },
      { identity: this.#identity("dev-b"), bucket: DESTINATION },
    );
    expectNone("compare buckets", differing);
    this.#say(`\n✓ ${this.#words.verified(objects)}`);
    const again = await this.#run(["sync", ...across], { exitCode: 0 });
    expectNone(
      again.line,
      again.output.split("\n").filter((line) => line !== ""),
    );
    this.#say(`✓ ${this.#words.nothingMoved}`);
  }

  async #down(): Promise<void> {
    this.#title("down");
    const { tree, workspace } = this.#stage;
    const back = join(workspace, "back");
    const words = ["sync", `s3://${DESTINATION}`, basename(back), "--profile", "dev-b"];
    await this.#run(words, { exitCode: 0, says: "download: " });
    const { files, differing } = await compareTrees(tree.path, back);
    expectNone("compare trees", differing);
    this.#say(`\n✓ ${this.#words.identical(files)}`);
  }

  #repeat(): void {
    this.#title("repeat");
    const { directory } = this.#options;
    this.#say(`${this.#words.repeat}\n`);
    const told = { source: SOURCE, destination: DESTINATION, directory, main: BUILT_MAIN };
    const lines = repeatLines(told, this.#words);
    this.#say(lines.map((line) => (line === "" ? "" : `  ${line}`)).join("\n"));
  }

  async #run(
    words: readonly string[],
    wanted: { readonly exitCode: number; readonly says?: string },
  ): Promise<CommandResult> {
    const { configFile, workspace } = this.#stage;
    const { terminal } = this.#options;
    const env = labEnvironment(terminal.env, { configFile, workspace });
    const language = ["--lang", this.#options.words.language];
    const result = await runSluice(words, { terminal, env, cwd: workspace, silentWords: language });
    const { says = "" } = wanted;
    if (result.exitCode === wanted.exitCode && result.output.includes(says)) return result;
    throw new StoryWentWrong(
      this.#words.unexpected({
        line: result.line,
        wanted: `exit ${wanted.exitCode} ${says}`.trim(),
        got: `exit ${result.exitCode}`,
      }),
    );
  }

  #across(profile: string): readonly string[] {
    return [`s3://${SOURCE}`, `s3://${DESTINATION}`, "--profile", profile];
  }

  async #roleArn(): Promise<string> {
    const roleName = this.#principal("dev-a").arn.split("/")[1] ?? "";
    return (await accountAt(this.#identity("dev-a")).role(roleName)).arn;
  }

  #principal(profile: string): Lab["principals"][number] {
    const principal = this.#stage.lab.principals.find((one) => one.profile === profile);
    if (principal === undefined) throw new StoryWentWrong(`no profile ${profile} in the lab`);
    return principal;
  }

  #identity(profile: string): KnownIdentity {
    const { credentials, region } = this.#principal(profile);
    return { profile, credentials, region, endpoint: this.#stage.lab.url };
  }

  get #words(): Catalogue["story"] {
    return this.#options.words.story;
  }

  #title(step: StoryStep): void {
    this.#chapter += 1;
    this.#say(`\n${this.#chapter}. ${this.#words.title(step)}`);
  }

  #say(text: string): void {
    this.#options.terminal.out(`${text}\n`);
  }
}

/** The reader's environment, without what would lead a command elsewhere than to the lab. */
function labEnvironment(
  env: Terminal["env"],
  { configFile, workspace }: { readonly configFile: string; readonly workspace: string },
): Terminal["env"] {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith("AWS_"));
  return {
    ...Object.fromEntries(kept),
    AWS_CONFIG_FILE: configFile,
    AWS_SHARED_CREDENTIALS_FILE: join(workspace, "none"),
    XDG_STATE_HOME: join(workspace, "state"),
  };
}

async function refusalOf(act: () => Promise<void>, wanted: string): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (error instanceof AwsError && error.message.includes(wanted)) return error.message;
    throw error;
  }
  throw new StoryWentWrong(`put-bucket-policy was to be refused with ${wanted}`);
}

function expectNone(what: string, differing: readonly string[]): void {
  if (differing.length > 0) throw new StoryWentWrong(`${what}: ${differing.join(", ")}`);
}
