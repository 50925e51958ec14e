import { chmod, readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { once } from "node:events";
import { readWorldFile } from "../../app/index.ts";
import { UsageError } from "../../aws/index.ts";
import { type Lab, startLab } from "../../lab/index.ts";
import { hasFlag, valueOf } from "../arguments/option.ts";
import { wholeNumberOf } from "../arguments/whole-number.ts";
import type { Command, Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { SHIPPED_WORLD } from "../package-files.ts";
import { wrapLine } from "../render/wrap-text.ts";
import { LAB_PORT } from "./ask-lab.ts";
import type { PageServer } from "../../web/index.ts";
import { printLabEnvironment } from "./lab-env.ts";
import { servePageBeside } from "./page-beside.ts";

export const command: Command = {
  operands: "[env]",
  operandCount: { min: 0, max: 1 },
  options: {
    world: {
      kind: "value",
      value: "FILE",
      summary: {
        en: "accounts, principals, policies and buckets, in YAML or JSON (default: two accounts)",
        ja: "アカウント、プリンシパル、ポリシー、バケットを書いた YAML か JSON (デフォルト: 2 つのアカウント)",
      },
    },
    port: {
      kind: "value",
      value: "N",
      summary: {
        en: "port on 127.0.0.1 (default: 4599; 0: any free one)",
        ja: "127.0.0.1 のポート (デフォルト: 4599、0: 空いているもの)",
      },
    },
    "tls-port": {
      kind: "value",
      value: "N",
      summary: {
        en: "speak HTTPS too, on this port, with an authority of the lab's own (0: any free one)",
        ja: "このポートで、ラボ独自の認証局による HTTPS も受け付ける (0: 空いているもの)",
      },
    },
    data: {
      kind: "value",
      value: "DIR",
      summary: {
        en: "keep everything here, for the next start with the same world (default: nothing)",
        ja: "同じワールドで次に起動するときのために、すべてをここに残す (デフォルト: 残さない)",
      },
    },
    "log-decisions": {
      kind: "value",
      value: "FILE",
      summary: {
        en: "append every decision with all that it rests on, as JSON Lines, for `sluice explain`",
        ja: "すべての判定を根拠とともに JSON Lines で追記する。`sluice explain` で読める",
      },
    },
    profile: {
      kind: "value",
      value: "PROFILE",
      summary: {
        en: "of `lab env`: who to be (default: what `--profile` says on each command)",
        ja: "`lab env` 用: どのプリンシパルになるか (デフォルト: コマンドごとの `--profile` で決まる)",
      },
    },
    endpoint: {
      kind: "value",
      value: "URL",
      summary: {
        en: "of `lab env`: where the lab is (default: AWS_ENDPOINT_URL, or http://127.0.0.1:4599)",
        ja: "`lab env` 用: ラボの URL (デフォルト: AWS_ENDPOINT_URL、なければ http://127.0.0.1:4599)",
      },
    },
    ui: {
      kind: "flag",
      summary: {
        en: "serve the page too (`sluice ui`): requests as they pass or stop, and why",
        ja: "ページ (`sluice ui`) も開く。リクエストが通るか止まるかと、その理由が見える",
      },
    },
    "write-aws-config": {
      kind: "value",
      value: "FILE",
      summary: {
        en: "write an AWS config with a profile for each principal, for AWS_CONFIG_FILE",
        ja: "プリンシパルごとのプロファイルを並べた、AWS_CONFIG_FILE 用の AWS 設定を書き出す",
      },
    },
  },
  examples: [
    {
      says: {
        en: "be one of its principals in this shell",
        ja: "このシェルでラボのプリンシパルの 1 人になる",
      },
      line: 'eval "$(sluice lab env --profile dev-a)"',
    },
    {
      says: {
        en: "start it, then use it from another terminal with any AWS client",
        ja: "起動して、別のターミナルから好きな AWS クライアントで使う",
      },
      line: "sluice lab --write-aws-config lab.ini",
    },
    {
      says: {
        en: "watch in a browser what passes and what stops, and why",
        ja: "何が通り、何がなぜ止まるかをブラウザーで見る",
      },
      line: "sluice lab --ui",
    },
    {
      says: { en: "there", ja: "別のターミナルで" },
      line: "AWS_CONFIG_FILE=lab.ini aws s3 ls --profile dev-a --endpoint-url http://127.0.0.1:4599",
    },
  ],
  run: async (invocation) => {
    const { args, terminal } = invocation;
    const [verb] = args.positionals;
    if (verb === "env") return printLabEnvironment(invocation);
    if (verb !== undefined) {
      throw new UsageError({
        en: `cannot \`${verb}\` a lab: there is only \`lab\` and \`lab env\``,
        ja: `\`lab ${verb}\` はありません。あるのは \`lab\` と \`lab env\` だけです`,
      });
    }
    const lab = await openLab(invocation);
    const page = hasFlag(args, "ui") ? await openPage(lab, invocation) : undefined;
    if (!terminal.interrupted.aborted) await once(terminal.interrupted, "abort");
    await page?.close();
    await lab.close();
    const lacks = lab.missing();
    if (lacks.length > 0) terminal.err(`${invocation.words.lab.lacked(lacks)}\n`);
    return ExitCode.done;
  },
};

async function openLab({ args, terminal, words }: Invocation): Promise<Lab> {
  const world = await readWorldFile(valueOf(args, "world") ?? SHIPPED_WORLD);
  const port = wholeNumberOf(args, "port", { min: 0, max: 65_535 }) ?? LAB_PORT;
  const tlsPort = wholeNumberOf(args, "tls-port", { min: 0, max: 65_535 });
  const data = valueOf(args, "data");
  const log = valueOf(args, "log-decisions");
  const lab = await startLab({
    world,
    port,
    ...(tlsPort !== undefined && { tlsPort }),
    ...(data !== undefined && { dataDirectory: resolve(terminal.cwd, data) }),
    ...(log !== undefined && { logDecisions: resolve(terminal.cwd, log) }),
    onFault: (fault) => {
      terminal.err(`${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}\n`);
    },
  });
  const configFile = valueOf(args, "write-aws-config");
  if (configFile !== undefined) await writeConfig(lab, resolve(terminal.cwd, configFile));
  const profiles = lab.principals.map(({ profile }) => profile);
  const accounts = Object.keys(world.accounts).length;
  const ready = words.lab.ready({ url: lab.url, accounts, profiles });
  terminal.out(`${wrapLine(ready, terminal.columns).join("\n")}\n`);
  if (lab.tls !== undefined) terminal.out(`${words.lab.readyForTls(lab.tls)}\n`);
  return lab;
}

async function openPage(lab: Lab, { terminal, words }: Invocation): Promise<PageServer> {
  try {
    const page = await servePageBeside(lab.url);
    terminal.out(`${words.page(page.url)}\n`);
    return page;
  } catch (error) {
    await lab.close();
    throw error;
  }
}

/** What a config of ours begins with, so that it is told from a person's own. */
const MARK = "# written by `sluice lab`, and again each time it starts\n";

/** Only the owner may read it: it holds secret keys, if only of the lab. */
async function writeConfig(lab: Lab, path: string): Promise<void> {
  try {
    const there = await readFile(path, "utf8").catch(() => "");
    if (there !== "" && !there.startsWith(MARK)) throw notOurs(path);
    await writeFile(path, MARK + lab.awsConfig(), { mode: 0o600 });
    // That mode is for a new file only.
    await chmod(path, 0o600);
  } catch (error) {
    await lab.close();
    if (error instanceof UsageError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError({
      en: `cannot write the AWS config to \`${path}\`: ${reason}`,
      ja: `AWS config を \`${path}\` に書き込めません: ${reason}`,
    });
  }
}

function notOurs(path: string): UsageError {
  return new UsageError({
    en: `cannot write the AWS config to \`${path}\`: there is such a file, and it is not the lab's; name another one`,
    ja: `AWS config を \`${path}\` に書き込めません。そのファイルはすでにあり、ラボのものではありません。別のファイルを指定してください`,
  });
}
