import { format, resolveConfig } from "prettier";
import {
  type AwaitingCause,
  type CauseCase,
  loadAwaitingCauses,
  loadCauseCases,
  loadTraps,
  type Step,
  type Trap,
} from "../test/causes/cause-case.ts";

const INTRODUCTION = `# Why a sync across accounts is refused

Made by \`npm run docs:causes\` from the cases in \`test/corpus/causes\`; a test holds it current. Each row is a case that is told
on the lab, by Sluice and by the real AWS CLI: the command is refused in these words, \`sluice check\` names the cause and the
account, the fix is applied, and the same command passes.

To see one, start the lab with its world, of this package, and send its commands from another terminal:

\`\`\`sh
sluice lab --world worlds/causes/c10.yaml --write-aws-config lab.ini
export AWS_CONFIG_FILE=lab.ini AWS_ENDPOINT_URL=http://127.0.0.1:4599
\`\`\`

Syncs are also \`sluice sync\`, and \`sluice check SOURCE DESTINATION --profile dev-a --world worlds/causes/c10.yaml\` answers without
any lab. Account 111111111111 (\`dev-a\`) is the caller's, 222222222222 (\`dev-b\`) owns the bucket; both are of one organization,
so AWS gives reasons that it keeps from strangers, to whom it says \`Access Denied\` alone.`;

const TRAPS = `## Fixes that look right and fail

Each was applied to the story of its cause, and the command was refused all the same.`;

const LOOKALIKES = `## What looks like a denial and is none

\`sluice explain\` calls none of these a lack of permission.`;

/** The page of causes, as its file is to be. */
export async function causesPage(): Promise<string> {
  const cases = loadCauseCases("catalogue").map(([, each]) => each);
  const rows = [...cases.map(rowOf), ...loadAwaitingCauses().map(awaitingRow)].sort();
  const open = [...cases, ...loadAwaitingCauses()].flatMap(({ cause, awaiting }) =>
    awaiting === undefined ? [] : [`- ${cause}: ${awaiting}.`],
  );
  const page = [
    INTRODUCTION,
    table(
      [
        "id",
        "cause",
        "who blocks",
        "in whose account",
        "AWS shows",
        "which hides",
        "fix",
        "on the lab",
      ],
      rows,
    ),
    ...(open.length === 0 ? [] : ["Still open:", open.sort().join("\n")]),
    TRAPS,
    table(["id", "of", "trap", "AWS shows"], loadTraps().map(trapRow)),
    LOOKALIKES,
    table(
      ["cause", "what", "AWS shows", "on the lab"],
      loadCauseCases("lookalikes").map(([, each]) =>
        row([each.cause, each.name, shown(each.refused), reproduction(each)]),
      ),
    ),
  ].join("\n\n");
  const options = await resolveConfig("docs/causes.md");
  return format(page, { ...options, parser: "markdown" });
}

function rowOf(each: CauseCase): string {
  const { blocks = "", account = "", hides = "", fix = "" } = each.tells ?? {};
  return row([
    each.cause,
    each.name,
    blocks,
    account,
    shown(each.refused),
    hides,
    fix,
    reproduction(each),
  ]);
}

function awaitingRow({ cause, name, tells, text }: AwaitingCause): string {
  const { blocks, account, hides, fix } = tells;
  return row([cause, name, blocks, account, code(text), hides, fix, "–"]);
}

function trapRow({ trap, of, name, refused }: Trap): string {
  return row([trap, of, name, shown(refused)]);
}

/** The world to start the lab with, and the commands, in their order. */
function reproduction({ world, prepare = [], call, clockAheadMinutes }: CauseCase): string {
  // Another clock is for tests that start the lab themselves.
  if (clockAheadMinutes !== undefined) return "–";
  const commands = [
    `sluice lab --world worlds/causes/${world}.yaml`,
    ...prepare.map(typed),
    typed(call),
  ];
  return commands.map(code).join(" then ");
}

/** A command as it is typed: with its profile, and what later ones need kept. */
function typed({ as, run, keep = {} }: Step): string {
  const command = as === undefined || !/\baws /.test(run) ? run : `${run} --profile ${as}`;
  const [kept] = Object.entries(keep);
  if (kept === undefined) return command;
  const [name, member] = kept;
  return `${name}=$(${command} --query ${member} --output text)`;
}

function shown(parts: readonly string[]): string {
  return code(parts.map((part) => part.trim()).join(" … "));
}

/** A code span; a table's own marks are written as they are shown. */
function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function table(head: readonly string[], rows: readonly string[]): string {
  return [row(head), row(head.map(() => "---")), ...rows].join("\n");
}
