import { chmod, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { blockStyleWorld, pullWorld } from "../../app/index.ts";
import { nearestWord, parseS3Uri, UsageError } from "../../aws/index.ts";
import { type OptionTable, valueOf } from "../arguments/option.ts";
import type { Command, Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { CALLER_OPTIONS, identityFlags } from "./job-options.ts";
import { askLab, labUrlOf } from "./ask-lab.ts";

// Nothing is read of objects, so nobody pays for it.
const PULL_OPTIONS: OptionTable = Object.fromEntries(
  Object.entries(CALLER_OPTIONS).filter(([name]) => name !== "request-payer"),
);

const VERBS = ["save", "pull"] as const;

export const command: Command = {
  operands: "save | pull [S3URI…]",
  operandCount: { min: 1, max: 1000 },
  options: {
    ...PULL_OPTIONS,
    endpoint: {
      kind: "value",
      value: "URL",
      summary: {
        en: "save: where the lab is (default: AWS_ENDPOINT_URL, or http://127.0.0.1:4599)",
        ja: "save 用: ラボの URL (デフォルト: AWS_ENDPOINT_URL、なければ http://127.0.0.1:4599)",
      },
    },
    out: {
      kind: "value",
      value: "FILE",
      summary: {
        en: "write it there, for its owner's eyes only: save puts the lab's secret keys into it, but no objects (lab --data keeps them); pull no secrets",
        ja: "所有者だけが読めるファイルとして、そこに書く。save はラボの秘密鍵を含むがオブジェクトは含まない (それは lab --data で残る)。pull は秘密の情報を含まない",
      },
    },
  },
  examples: [
    {
      says: {
        en: "keep what a lab has become, but for its objects and their content",
        ja: "ラボの今の状態を、オブジェクトとその中身を除いて残す",
      },
      line: "sluice world save --out world.yaml",
    },
    {
      says: {
        en: "keep what AWS tells of two accounts' buckets, for check, grant, test and lab --world",
        ja: "2 つのアカウントのバケットについて AWS から読めることを、check、grant、test、lab の --world 用に残す",
      },
      line: "sluice world pull s3://dev-a s3://dev-b --profile dev-a --owner-profile dev-b --out world.yaml",
    },
    {
      says: { en: "and start there the next time", ja: "次はその状態から始める" },
      line: "sluice lab --world world.yaml",
    },
  ],
  run: async (invocation) => {
    const { args, terminal, words } = invocation;
    const [verb = "", ...operands] = args.positionals;
    if (verb === "pull") return pull(operands, invocation);
    if (verb !== "save") {
      const meant = nearestWord(verb, VERBS);
      throw new UsageError({
        en: `cannot \`${verb}\` a world: ${meant === undefined ? "" : `did you mean \`world ${meant}\`? `}it is saved from a lab (\`world save\`), or pulled from AWS (\`world pull\`)`,
        ja: `\`world ${verb}\` はありません。${meant === undefined ? "" : `\`world ${meant}\` ではありませんか。`}ワールドはラボから保存する（\`world save\`）か、AWS から取得します（\`world pull\`）`,
      });
    }
    if (operands.length > 0) {
      throw new UsageError({
        en: "cannot save a world of some buckets: `world save` takes no operands",
        ja: "バケットを選んでワールドを保存することはできません。`world save` に引数はありません",
      });
    }
    const url = labUrlOf(valueOf(args, "endpoint"), terminal.env);
    const { status, text } = await askLab(url, "/_lab/world");
    if (status !== 200) {
      throw new UsageError({
        en: `cannot save the world of \`${url}\`: it answers ${status}, as no lab does`,
        ja: `\`${url}\` のワールドを保存できません。応答が ${status} なので、ラボではありません`,
      });
    }
    const world = blockStyleWorld(text);
    const out = valueOf(args, "out");
    if (out === undefined) terminal.out(world);
    else {
      await writeWorld(resolve(terminal.cwd, out), world);
      terminal.out(`${words.lab.saved(out)}\n`);
    }
    return ExitCode.done;
  },
};

/** 4 where something could not be read, and is left out of the file. */
async function pull(
  operands: readonly string[],
  { args, terminal, words }: Invocation,
): Promise<number> {
  const buckets = operands.map((text) => parseS3Uri(text).bucket);
  const { text, lacks } = await pullWorld(buckets, identityFlags(args), words.lab.notRead);
  const out = valueOf(args, "out");
  if (out === undefined) terminal.out(text);
  else {
    await writeWorld(resolve(terminal.cwd, out), text);
    terminal.out(`${words.lab.saved(out)}\n`);
  }
  for (const lack of lacks) terminal.err(`${words.lab.notPulled(lack)}\n`);
  return lacks.length > 0 ? ExitCode.unknown : ExitCode.done;
}

async function writeWorld(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600 });
    // That mode is for a new file only.
    await chmod(path, 0o600);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError({
      en: `cannot write the world to \`${path}\`: ${reason}`,
      ja: `ワールドを \`${path}\` に書き込めません: ${reason}`,
    });
  }
}
