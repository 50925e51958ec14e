import { resolve } from "node:path";
import { UsageError } from "../../aws/index.ts";
import {
  applyEdit,
  applyRevocation,
  type Clients,
  confirmGrant,
  type GrantEdit,
  type GrantFormat,
  type GrantProposal,
  type GrantFile,
  grantFiles,
  type GrantGround,
  type Job,
  joinEdits,
  openClients,
  ownerProfiles,
  planGrant,
  planRevocation,
  readWorldFile,
} from "../../app/index.ts";
import { type Arguments, hasFlag, valueOf } from "../arguments/option.ts";
import type { Command, Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { grantLine } from "../render/command-line.ts";
import { jsonLine } from "../render/json-line.ts";
import { renderProof, renderProposal, renderRevocation } from "../render/render-grant.ts";
import { documentName, keepOld, writeDocument } from "./grant-documents.ts";
import { grantNotes } from "./grant-notes.ts";
import { IDENTITY_OPTIONS } from "./job-options.ts";
import { FOR_OPTIONS, readJobOf } from "./read-job-of.ts";
import { TRANSFER_OPTIONS } from "./transfer-options.ts";
import { verdictExitCode } from "./verdict-exit-code.ts";

const PRINCIPAL_STYLES = ["role", "pattern", "account", "organization"] as const;

export const command: Command = {
  operands: "SOURCE DESTINATION",
  operandCount: { min: 1, max: 2 },
  options: {
    ...FOR_OPTIONS,
    ...IDENTITY_OPTIONS,
    ...TRANSFER_OPTIONS,
    "principal-style": {
      kind: "value",
      oneOf: PRINCIPAL_STYLES,
      summary:
        "role: the exact role ARN (default); pattern: also an Identity Center role made anew; account, organization: all there whose own policies allow it",
    },
    "drop-orphans": {
      kind: "flag",
      summary:
        "take principals that were deleted (`AROA…`) out of policies that AWS would refuse with them",
    },
    format: {
      kind: "value",
      value: "FORMAT",
      oneOf: ["text", "json", "cli", "terraform", "cloudformation", "cdk", "markdown"],
      summary:
        "how to print the change (default: `text`); `markdown` is a note to send to the other account's people",
    },
    out: {
      kind: "value",
      value: "DIR",
      summary: "also write each document, whole, to a file there; with --format, those files",
    },
    apply: { kind: "flag", summary: "make the change, through --owner-profile" },
    revoke: { kind: "flag", summary: "show how to take the grants out again; with --apply, do it" },
    world: {
      kind: "value",
      value: "FILE",
      summary: "propose for a world file instead of AWS; --profile names one of its profiles",
    },
    json: { kind: "flag", summary: "print JSON Lines, as `--format json` does" },
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
      says: "as Terraform, for whoever keeps policies there",
      line: "sluice grant s3://dev-a s3://dev-b --profile dev-a --owner-profile dev-b --format terraform --out fix",
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
    const format = fileFormatOf(args);
    if (run === revoke && format !== undefined) throw revocationAs(format);
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

function revocationAs(format: string): UsageError {
  return new UsageError(
    `cannot write a revocation as \`${format}\`: take the resource out of what was applied, or use \`--revoke\` with \`--format text\` or \`json\``,
  );
}

async function grant(undertaking: Undertaking): Promise<number> {
  const { job, on, invocation } = undertaking;
  const { args } = invocation;
  const style = valueOf(args, "principal-style");
  const principalStyle = PRINCIPAL_STYLES.find((one) => one === style) ?? "role";
  const choices = { principalStyle, dropsOrphans: hasFlag(args, "drop-orphans") };
  const proposals = await planGrant(job, on, choices);
  const files = await filesFor(proposals, undertaking);
  const isPrinted = files.length > 0 && valueOf(args, "out") === undefined;
  await hand(files, isPrinted, invocation);
  let applied = 0;
  for (const proposal of proposals) {
    show(proposal, isPrinted, invocation);
    for (const edit of proposal.edits) applied += (await carryOut(edit, undertaking)) ? 1 : 0;
  }
  if (!isPrinted && !isJson(args)) tellHowToApply(proposals, undertaking);
  const exitCode = exitCodeOf(proposals);
  return applied > 0 && exitCode === ExitCode.done ? confirm(undertaking) : exitCode;
}

/** What was proved on facts is asked of AWS once it is made. */
async function confirm({ job, clients, invocation }: Undertaking): Promise<number> {
  const { terminal, words } = invocation;
  if (clients === undefined) return ExitCode.done;
  const verdict = await confirmGrant(job, clients, terminal.interrupted);
  terminal.err(`${words.grant.confirmed(verdict)}\n`);
  return verdictExitCode(verdict);
}

/** Prints files, or writes them to `--out`. */
async function hand(
  files: readonly GrantFile[],
  isPrinted: boolean,
  { args, terminal, words }: Invocation,
): Promise<void> {
  if (isPrinted) {
    terminal.out(files.map(({ text }) => text).join(betweenFiles(args)));
    return;
  }
  const directory = resolve(terminal.cwd, valueOf(args, "out") ?? ".");
  for (const { name, text } of files) {
    terminal.err(`${words.grant.wrote(await writeDocument(directory, name, text))}\n`);
  }
}

function tellHowToApply(
  proposals: readonly GrantProposal[],
  { clients, invocation: { args, terminal, words } }: Undertaking,
): void {
  const edits = proposals.flatMap((proposal) => proposal.edits);
  if (clients === undefined || hasFlag(args, "apply") || edits.length === 0) return;
  const isOwnerMissing = edits.some(
    ({ account, before }) => account === "unknown" || !before.known,
  );
  const owner = isOwnerMissing ? ["--owner-profile", "PROFILE"] : [];
  terminal.out(`${words.grant.toApply(grantLine(args, [...owner, "--apply"]))}\n`);
}

/** What a file format has no place for is told beside it. */
function show(
  proposal: GrantProposal,
  isPrinted: boolean,
  { args, terminal, words }: Invocation,
): void {
  if (isJson(args)) terminal.out(jsonLine("grant", { ...proposal }));
  else if (isPrinted) terminal.err(`${renderProof(proposal, words).join("\n")}\n`);
  else terminal.out(`${renderProposal(proposal, words).join("\n")}\n`);
}

async function filesFor(
  proposals: readonly GrantProposal[],
  { job, on, invocation }: Undertaking,
): Promise<readonly GrantFile[]> {
  const { args, words } = invocation;
  const format = fileFormatOf(args);
  if (format === undefined) return [];
  const order = {
    edits: joinEdits(proposals.flatMap(({ edits }) => edits)),
    profiles: await ownerProfiles(job, on),
    endpointUrl: job.identities.endpointUrl,
    notes: { document: words.grant.document, ...words.grant.notes },
  };
  return format === "markdown"
    ? grantNotes({ proposals, order, invocation })
    : grantFiles(format, order);
}

function isJson(args: Arguments): boolean {
  return hasFlag(args, "json") || valueOf(args, "format") === "json";
}

/** The format of files, undefined for what is printed for people and programs at once. */
function fileFormatOf(args: Arguments): GrantFormat | "markdown" | undefined {
  const format = valueOf(args, "format");
  if (format === undefined || format === "text" || format === "json") return undefined;
  return format as GrantFormat | "markdown";
}

/** In YAML one document ends where the next begins. */
function betweenFiles(args: Arguments): string {
  return valueOf(args, "format") === "cloudformation" ? "---\n" : "\n";
}

interface Undertaking {
  readonly job: Job;
  /** Where the facts are. */
  readonly on: GrantGround;
  /** Where a change can be made; a world has none. */
  readonly clients?: Clients | undefined;
  readonly invocation: Invocation;
}

/**
 * Writes a document to `--out`, or with `--apply` to AWS, keeping the one that it replaces; resolves to whether
 * AWS has it now.
 */
async function carryOut(
  edit: GrantEdit,
  { job, clients, invocation }: Undertaking,
): Promise<boolean> {
  const { args, terminal, words } = invocation;
  const directory = valueOf(args, "out");
  if (directory !== undefined && fileFormatOf(args) === undefined) {
    const name = `${documentName(edit)}.json`;
    const path = await writeDocument(resolve(terminal.cwd, directory), name, edit.after);
    terminal.err(`${words.grant.wrote(path)}\n`);
  }
  if (!hasFlag(args, "apply") || clients === undefined) return false;
  const document = words.grant.document(edit.document, edit.account);
  if (!edit.before.known) {
    terminal.err(`${words.grant.notApplied(document)}\n`);
    return false;
  }
  if (edit.document.kind === "permissionSet") {
    terminal.err(`${words.grant.notAppliedHere(document)}\n`);
    return false;
  }
  if (edit.before.value !== undefined) await keepOld(edit, edit.before.value, invocation);
  const { as } = await applyEdit(edit, job, clients);
  terminal.err(`${words.grant.applied(document, as)}\n`);
  return true;
}

async function revoke({ job, on, clients, invocation }: Undertaking): Promise<number> {
  const { args, terminal, words } = invocation;
  const asJson = isJson(args);
  const revocations = await planRevocation(job, on);
  if (revocations.length === 0 && !asJson) terminal.out(`${words.grant.nothingToRevoke}\n`);
  for (const revocation of revocations) {
    terminal.out(
      asJson
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
  if (revocations.length > 0 && canApply && !asJson) {
    terminal.out(`${words.grant.toApply(grantLine(args, ["--revoke", "--apply"]))}\n`);
  }
  return ExitCode.done;
}

/** 0 when every need is proved allowed, 3 when one stays denied, 4 when one could not be judged. */
function exitCodeOf(proposals: readonly GrantProposal[]): number {
  const outcomes = proposals.flatMap(({ proof }) =>
    proof.filter(({ need }) => need.essential).map(({ outcome }) => outcome),
  );
  if (outcomes.includes("denied")) return ExitCode.denied;
  return outcomes.includes("unproved") ? ExitCode.unknown : ExitCode.done;
}
