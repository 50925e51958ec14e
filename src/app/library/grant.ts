import type { GrantEdit, GrantProposal } from "../../access/index.ts";
import { openClients } from "../clients.ts";
import { applyEdit, type GrantGround, planGrant } from "../grant.ts";
import { type LargeObjects, sizesForGrant } from "../grant-sizes.ts";
import type { Job } from "../job.ts";
import { jobOf, signalOf, type Undertaking, type WorldGiven, worldOf } from "./undertaking.ts";

/** What `grant` is asked. */
export interface GrantRequest extends Undertaking {
  /** Asked instead of AWS; `profile` names one of the world's profiles. */
  readonly world?: WorldGiven;
  /** `role` names the exact role (the default), `pattern` also a role of Identity Center that is made anew. */
  readonly principalStyle?: "role" | "pattern";
  /** Whether keys are opened by grants of KMS instead of statements in their policies. */
  readonly keyGrants?: boolean;
  /** Whether it is also for objects that go in parts: `some` (the default), `none`, or `seen` in the source now. */
  readonly largeObjects?: LargeObjects;
}

/** Proposes the smallest change that lets a sync through, by owner, each proved; changes nothing. */
export async function grant(request: GrantRequest): Promise<readonly GrantProposal[]> {
  const job = jobOf(request);
  if (request.world !== undefined) return planOn(await worldOf(request.world), job, request);
  const clients = await openClients(job);
  try {
    return await planOn(clients, job, request);
  } finally {
    await clients.close();
  }
}

async function planOn(
  on: GrantGround,
  job: Job,
  request: GrantRequest,
): Promise<readonly GrantProposal[]> {
  const { principalStyle = "role", keyGrants = false, largeObjects = "some" } = request;
  const sizes = await sizesForGrant(largeObjects, job, { on, signal: signalOf(request) });
  return planGrant(job, on, { principalStyle, keyGrants, sizes });
}

/** An edit made, and through which identity. */
interface AppliedEdit {
  readonly edit: GrantEdit;
  readonly as: string;
}

/**
 * Writes edits that `grant` proposed for a request, each through the profile of `ownerProfiles` that belongs to the
 * document's account; refuses a document that is no longer the one that was read.
 */
export async function applyGrant(
  request: Undertaking,
  edits: readonly GrantEdit[],
): Promise<readonly AppliedEdit[]> {
  const job = jobOf(request);
  const clients = await openClients(job);
  const applied: AppliedEdit[] = [];
  try {
    for (const edit of edits) {
      const { as } = await applyEdit(edit, job, clients);
      applied.push({ edit, as: as.en });
    }
  } finally {
    await clients.close();
  }
  return applied;
}
