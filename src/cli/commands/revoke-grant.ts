import { applyRevocation, planRevocation, type Revocation } from "../../app/index.ts";
import { hasFlag } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { grantLine } from "../render/command-line.ts";
import { jsonLine } from "../render/json-line.ts";
import { renderRevocation } from "../render/render-grant.ts";
import { keepOld } from "./grant-documents.ts";
import { isJson } from "./grant-format.ts";
import type { Undertaking } from "./grant-undertaking.ts";

/** Shows how to take out what was granted; with `--apply`, does it. */
export async function revokeGrant({ job, on, clients, invocation }: Undertaking): Promise<number> {
  const { args, terminal, words } = invocation;
  const asJson = isJson(args);
  const revocations = await planRevocation(job, on);
  if (revocations.length === 0 && !asJson) terminal.out(`${words.grant.nothingToRevoke}\n`);
  for (const revocation of revocations) {
    terminal.out(
      asJson
        ? jsonLine("revocation", revocation)
        : `${renderRevocation(revocation, words, terminal.columns).join("\n")}\n`,
    );
    if (!hasFlag(args, "apply") || clients === undefined || revocation.isLeft) continue;
    await carryOut(revocation, () => applyRevocation(revocation, job, clients), invocation);
  }
  const canApply = clients !== undefined && !hasFlag(args, "apply");
  if (revocations.some(({ isLeft }) => !isLeft) && canApply && !asJson) {
    terminal.out(`${words.grant.toApply(grantLine(args, ["--revoke", "--apply"]))}\n`);
  }
  return ExitCode.done;
}

/** Makes the change, keeping what it replaces; what was made as a whole is there in what was printed. */
async function carryOut(
  { account, after, before, document }: Revocation,
  apply: () => ReturnType<typeof applyRevocation>,
  invocation: Invocation,
): Promise<void> {
  const { terminal, words } = invocation;
  const isMade = document.kind === "keyGrant";
  if (!isMade) await keepOld({ account, document }, before, invocation);
  const isRole = document.kind === "trustPolicy" && after === undefined;
  const ofDocument = isRole ? words.grant.roleDeleted : words.grant.revoked;
  const say = isMade ? words.grant.unmade : ofDocument;
  terminal.err(`${say(words.grant.document(document, account), await apply())}\n`);
}
