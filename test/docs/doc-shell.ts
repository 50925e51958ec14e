import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { runCommandLine } from "../../src/cli/run.ts";
import { type DocHome, makeDocHome } from "./doc-home.ts";
import { type Stage, stagesOf } from "./shell-words.ts";

interface Printed {
  readonly exit: number;
  /** Standard output and standard error, as a terminal shows them. */
  readonly text: string;
}

/** What the next program of a pipe reads, too. */
interface Piped extends Printed {
  readonly out: string;
}

type Terminal = Parameters<typeof runCommandLine>[1];

/** The address that pages name, whatever the port is here. */
const USUAL = "http://127.0.0.1:4599";
/** How wide the reader's window is. */
const COLUMNS = 100;

/** A reader's terminals: `sluice` runs in this process, all else in a shell. */
export class DocShell {
  readonly #home: DocHome;
  readonly #ending = new AbortController();
  readonly #labs: Promise<number>[] = [];
  #labUrl = USUAL;

  private constructor(home: DocHome) {
    this.#home = home;
  }

  static async open(awsBinary: string | undefined): Promise<DocShell> {
    return new DocShell(await makeDocHome(awsBinary));
  }

  /** Runs a command line as it stands on a page. */
  async run(command: string): Promise<Printed> {
    const { exit, text } = await this.#run(command);
    const { directory, home } = this.#home;
    return {
      exit,
      text: text
        .replaceAll(this.#labUrl, USUAL)
        .replaceAll(`${directory}/`, "")
        .replaceAll(home, "~"),
    };
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await Promise.all(this.#labs);
    await this.#home.close();
  }

  #run(command: string): Promise<Printed> {
    const words = /^eval "\$\((sluice lab env[^)]*)\)"/.exec(command)?.[1];
    if (words !== undefined) return this.#becomeSomebody(words);
    const exported = /^export (.*)$/.exec(command)?.[1];
    if (exported !== undefined) return this.#export(exported);
    const stages = stagesOf(command, this.#home.env);
    const lab = stages.map(labWordsOf).find((each) => each !== undefined);
    if (lab !== undefined) return this.#startLab(lab);
    const hasSluice = stages.some(({ words: [first] }) => first === "sluice");
    return hasSluice ? this.#runPipeline(stages) : this.#runInShell(command, "");
  }

  #export(assignments: string): Promise<Printed> {
    const [stage] = stagesOf(assignments, this.#home.env);
    for (const [name, value] of Object.entries(stage?.assigned ?? {})) {
      this.#home.setEnv(name, value === USUAL ? this.#labUrl : value);
    }
    return Promise.resolve({ exit: 0, text: "" });
  }

  async #becomeSomebody(words: string): Promise<Printed> {
    const { exit, text } = await this.#runPipeline(stagesOf(words, this.#home.env));
    for (const [, name = "", , value] of text.matchAll(/^(?:export|unset) (\w+)(='(.*)')?$/gm)) {
      this.#home.setEnv(name, value);
    }
    return { exit, text: exit === 0 ? "" : text };
  }

  /** Starts it, as in a terminal of its own but on a free port, and waits until it is ready. */
  #startLab(words: readonly string[]): Promise<Printed> {
    const asked = words.includes("--port") ? words : [...words, "--port", "0"];
    return new Promise((done, fail) => {
      let text = "";
      const say = (more: string): void => {
        text += more;
        const url = /ready on (\S+):/.exec(text)?.[1];
        if (url === undefined) return;
        this.#labUrl = url;
        this.#home.setEnv("AWS_ENDPOINT_URL", url);
        done({ exit: 0, text });
      };
      const ended = runCommandLine(asked, { ...this.#terminal(""), out: say, err: say });
      this.#labs.push(ended);
      void ended.then((exit) => {
        fail(new Error(`the lab ended with ${exit}: ${text}`));
      });
    });
  }

  async #runPipeline(stages: readonly Stage[]): Promise<Printed> {
    let last: Piped = { exit: 0, text: "", out: "" };
    for (const stage of stages) {
      last =
        stage.words[0] === "sluice"
          ? await this.#runSluice(stage, last.out)
          : await this.#runInShell(stage.text, last.out);
    }
    const file = stages.at(-1)?.outFile;
    if (file === undefined) return last;
    await writeFile(resolve(this.#home.directory, file), last.out);
    return { exit: last.exit, text: "" };
  }

  async #runSluice(stage: Stage, input: string): Promise<Piped> {
    let text = "";
    let out = "";
    const exit = await runCommandLine(stage.words.slice(1), {
      ...this.#terminal(input),
      env: { ...this.#home.env, ...stage.assigned },
      out: (more) => {
        text += more;
        out += more;
      },
      err: (more) => {
        text += more;
        if (stage.errToOut) out += more;
      },
    });
    return { exit, text, out };
  }

  #terminal(input: string): Terminal {
    return {
      out: () => undefined,
      err: () => undefined,
      readInput: () => Promise.resolve(input === "" ? undefined : input),
      bytesIn: () => Readable.from([Buffer.from(input)]),
      bytesOut: () => Promise.resolve(),
      env: this.#home.env,
      cwd: this.#home.directory,
      interrupted: this.#ending.signal,
      outIsTerminal: false,
      errIsTerminal: false,
      columns: COLUMNS,
    };
  }

  #runInShell(script: string, input: string): Promise<Piped> {
    const { directory: cwd, env } = this.#home;
    return new Promise((done) => {
      const words = ["-c", `{ ${script}\n} 2>&1`];
      const child = execFile("sh", words, { cwd, env, timeout: 60_000 }, (_, out) => {
        done({ exit: child.exitCode ?? 255, text: out, out });
      });
      // It may end before it has read anything.
      child.stdin?.on("error", () => undefined).end(input);
    });
  }
}

/** What starts a lab, which goes on until it is stopped. */
function labWordsOf({ words: [program, ...rest] }: Stage): readonly string[] | undefined {
  const isLab = program === "sluice" && rest[0] === "lab" && rest[1] !== "env";
  return isLab ? rest : undefined;
}
