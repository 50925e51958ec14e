import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { UsageError } from "../../aws/index.ts";
import {
  applyEdit,
  applyRevocation,
  type Clients,
  type GrantEdit,
  type GrantProposal,
  type GrantGround,
  type Job,
  openClients,
  planGrant,
  planRevocation,
  readWorldFile,
} from "../../app/index.ts";
import { hasFlag, valueOf } from "../arguments/option.ts";
import type { Command, Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { grantLine } from "../render/command-line.ts";
import { jsonLine } from "../render/json-line.ts";
import { renderProposal, renderRevocation } from "../render/render-grant.ts";
import { IDENTITY_OPTIONS } from "./job-options.ts";
import { FOR_OPTIONS, readJobOf } from "./read-job-of.ts";
import { TRANSFER_OPTIONS } from "./transfer-options.ts";

export const command: Command = {
  operands: "SOURCE DESTINATION",
  operandCount: { min: 1, max: 2 },
  options: {
    ...FOR_OPTIONS,
    ...IDENTITY_OPTIONS,
    ...TRANSFER_OPTIONS,
    "principal-style": {
      kind: "value",
      oneOf: ["role", "pattern"],
      summary:
        "role: the exact role ARN (default); pattern: also an Identity Center role made anew",
    },
    out: {
      kind: "value",
      value: "DIR",
      summary: "also write each document, whole, to a file there",
    },
    apply: { kind: "flag", summary: "make the change, through --owner-profile" },
    revoke: { kind: "flag", summary: "show how to take the grants out again; with --apply, do it" },
    world: {
      kind: "value",
      value: "FILE",
      summary: "propose for a world file instead of AWS; --profile names one of its profiles",
    },
    json: { kind: "flag", summary: "print JSON Lines" },
  },
  examples: [
    {
      says: "show what account B must add to its bucket policy",
      line: "sluice grant s3://dev-a s3://dev-b --profile dev-a --owner-profile dev-b",
    },
    {
      says: "make the change, as account B",
      line: "sluice grant s3://dev-a s3://dev-b --profile dev-a --owner-profile dev-b --apply",
    },
    {
      says: "try it on a world file first",
      line: "sluice grant s3://dev-a s3://dev-b --profile dev-a --world world.yaml",
    },
    {
      says: "take it back",
      line: "sluice grant s3://dev-a s3://dev-b --profile dev-a --owner-profile dev-b --revoke --apply",
    },
  ],
  run: async (invocation) => {
    const job = await readJobOf(invocation);
    const { args } = invocation;
    const run = hasFlag(args, "revoke") ? revoke : grant;
    const worldFile = valueOf(args, "world");
    if (worldFile !== undefined) {
      if (hasFlag(args, "apply")) throw applyToWorld(worldFile);
      return run({ job, on: await readWorldFile(worldFile), invocation });
    }
    const clients = await openClients(job);
    try {
      return await run({ job, on: clients, clients, invocation });
    } finally {
      await clients.close();
    }
  },
};

function applyToWorld(file: string): UsageError {
  return new UsageError(
    `cannot apply a grant to world file \`${file}\`: \`--apply\` writes to AWS; write the documents with \`--out DIR\` and put them into the file`,
  );
}

async function grant({ job, on, clients, invocation }: Undertaking): Promise<number> {
  const { args, terminal, words } = invocation;
  const style = valueOf(args, "principal-style") === "pattern" ? "pattern" : "role";
  const proposals = await planGrant(job, on, style);
  for (const proposal of proposals) {
    terminal.out(
      hasFlag(args, "json")
        ? jsonLine("grant", { ...proposal })
        : `${renderProposal(proposal, words).join("\n")}\n`,
    );
    for (const edit of proposal.edits) await carryOut(edit, { job, on, clients, invocation });
  }
  const canApply = clients !== undefined && !hasFlag(args, "apply");
  const pending = canApply && proposals.some(({ edits }) => edits.length > 0);
  if (pending && !hasFlag(args, "json")) {
    const isOwnerMissing = proposals.some(({ edits }) =>
      edits.some(({ account, before }) => account === "unknown" || !before.known),
    );
    const owner = isOwnerMissing ? ["--owner-profile", "PROFILE"] : [];
    terminal.out(`${words.grant.toApply(grantLine(args, [...owner, "--apply"]))}\n`);
  }
  return exitCodeOf(proposals);
}

interface Undertaking {
  readonly job: Job;
  /** Where the facts are. */
  readonly on: GrantGround;
  /** Where a change can be made; a world has none. */
  readonly clients?: Clients | undefined;
  readonly invocation: Invocation;
}

/** Writes a document to `--out`, or with `--apply` to AWS, keeping the one that it replaces. */
async function carryOut(edit: GrantEdit, { job, clients, invocation }: Undertaking): Promise<void> {
  const { args, terminal, words } = invocation;
  const directory = valueOf(args, "out");
  const name = documentName(edit);
  if (directory !== undefined) {
    const path = await writeDocument(resolve(terminal.cwd, directory), `${name}.json`, edit.after);
    terminal.err(`${words.grant.wrote(path)}\n`);
  }
  if (!hasFlag(args, "apply") || clients === undefined) return;
  const document = words.grant.document(edit.document, edit.account);
  if (!edit.before.known) {
    terminal.err(`${words.grant.notApplied(document)}\n`);
    return;
  }
  if (edit.before.value !== undefined) await keepOld(edit, edit.before.value, invocation);
  const { as } = await applyEdit(edit, job, clients);
  terminal.err(`${words.grant.applied(document, as)}\n`);
}

async function revoke({ job, on, clients, invocation }: Undertaking): Promise<number> {
  const { args, terminal, words } = invocation;
  const isJson = hasFlag(args, "json");
  const revocations = await planRevocation(job, on);
  if (revocations.length === 0 && !isJson) terminal.out(`${words.grant.nothingToRevoke}\n`);
  for (const revocation of revocations) {
    terminal.out(
      isJson
        ? jsonLine("revocation", revocation)
        : `${renderRevocation(revocation, words).join("\n")}\n`,
    );
    if (!hasFlag(args, "apply") || clients === undefined) continue;
    await keepOld(revocation, revocation.before, invocation);
    const as = await applyRevocation(revocation, job, clients);
    const document = words.grant.document(revocation.document, revocation.account);
    terminal.err(`${words.grant.revoked(document, as)}\n`);
  }
  const canApply = clients !== undefined && !hasFlag(args, "apply");
  if (revocations.length > 0 && canApply && !isJson) {
    terminal.out(`${words.grant.toApply(grantLine(args, ["--revoke", "--apply"]))}\n`);
  }
  return ExitCode.done;
}

/** Keeps a text that is about to be replaced, under a name that no later one takes. */
async function keepOld(
  place: Pick<GrantEdit, "account" | "document">,
  text: string,
  { terminal, words }: Invocation,
): Promise<void> {
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const name = `${documentName(place)}.${digest}.json`;
  const path = await writeDocument(stateDirectory(terminal.env), name, text);
  terminal.err(`${words.grant.keptBefore(path)}\n`);
}

/** 0 when every need is proved allowed, 3 when one stays denied, 4 when one could not be judged. */
function exitCodeOf(proposals: readonly GrantProposal[]): number {
  const outcomes = proposals.flatMap(({ proof }) =>
    proof.filter(({ need }) => need.essential).map(({ outcome }) => outcome),
  );
  if (outcomes.includes("denied")) return ExitCode.denied;
  return outcomes.includes("unproved") ? ExitCode.unknown : ExitCode.done;
}

function documentName({ account, document }: Pick<GrantEdit, "account" | "document">): string {
  return `${account}-${document.kind}-${nameOf(document)}`;
}

function nameOf(document: GrantEdit["document"]): string {
  switch (document.kind) {
    case "bucketPolicy":
      return document.bucket;
    case "keyPolicy":
      return document.key.slice(document.key.lastIndexOf("/") + 1);
    case "rolePolicy":
    case "userPolicy":
    case "permissionSet":
      return document.name;
  }
}

async function writeDocument(directory: string, name: string, text: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, name);
  await writeFile(path, text.endsWith("\n") ? text : `${text}\n`);
  return path;
}

/** Where a user's programs keep what they must remember (XDG Base Directory Specification). */
function stateDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const state = env["XDG_STATE_HOME"] ?? join(env["HOME"] ?? ".", ".local", "state");
  return join(state, "sluice", "replaced-policies");
}
