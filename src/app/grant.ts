import {
  type GrantedDocument,
  type GrantEdit,
  type GrantProposal,
  type PrincipalStyle,
  proposeGrant,
  revokeGrant,
} from "../access/index.ts";
import { UsageError } from "../aws/index.ts";
import type { AccountReader, AccountWriter } from "../access/index.ts";
import { gatherPerspectives } from "./check-job.ts";
import type { Clients } from "./clients.ts";
import { type Job, profileOf } from "./job.ts";

type Account = AccountReader & AccountWriter;

/** Proposes what each identity of a job lacks, on live facts. */
export async function planGrant(
  job: Job,
  clients: Clients,
  principalStyle: PrincipalStyle,
): Promise<readonly GrantProposal[]> {
  const perspectives = await gatherPerspectives(job, clients);
  return perspectives.map(({ facts, needs }) => proposeGrant({ needs, facts, principalStyle }));
}

/** An edit made, and through which identity. */
export interface AppliedEdit {
  readonly edit: GrantEdit;
  readonly as: string;
}

/** Writes one edit as its owner; refuses when the document is no longer the one that was read. */
export async function applyEdit(edit: GrantEdit, job: Job, clients: Clients): Promise<AppliedEdit> {
  const { account, after, before, document } = edit;
  const owner = await ownerOf(account, job, clients);
  if (document.kind === "permissionSet") {
    throw new UsageError(
      `cannot apply the grant to role \`${document.name}\`: IAM refuses changes to the roles of Identity Center; add the statements to the permission set's inline policy and provision it again`,
    );
  }
  if (!before.known || (await textInForce(document, owner)) !== before.value) {
    throw new UsageError(
      `cannot apply the grant to ${placeOf(document)}: its policy is not the one that was read; run \`sluice grant\` again`,
    );
  }
  switch (document.kind) {
    case "bucketPolicy":
      await owner.putBucketPolicy(document.bucket, after, account);
      break;
    case "rolePolicy":
      await owner.putRolePolicy(document.name, document.policyName, after);
      break;
    case "userPolicy":
      await owner.putUserPolicy(document.name, document.policyName, after);
  }
  return { edit, as: owner.label };
}

type WritableDocument = Exclude<GrantedDocument, { readonly kind: "permissionSet" }>;

/** The document's text now, undefined when there is none. */
async function textInForce(
  document: WritableDocument,
  owner: AccountReader,
): Promise<string | undefined> {
  if (document.kind === "bucketPolicy") return owner.bucketPolicy(document.bucket);
  const { kind, name, policyName } = document;
  const policies = await (kind === "rolePolicy"
    ? owner.rolePolicies(name)
    : owner.userPolicies(name));
  return policies.find((policy) => policy.name === policyName && policy.arn === undefined)?.text;
}

function placeOf(document: WritableDocument): string {
  switch (document.kind) {
    case "bucketPolicy":
      return `bucket \`${document.bucket}\``;
    case "rolePolicy":
      return `role \`${document.name}\``;
    case "userPolicy":
      return `user \`${document.name}\``;
  }
}

/** One bucket policy with the statements of all grants taken out. */
export interface Revocation {
  readonly account: string;
  readonly bucket: string;
  readonly before: string;
  /** Undefined when nothing remains and the policy is deleted. */
  readonly after: string | undefined;
  readonly owner: Account;
}

/** Finds the grants in the bucket policies of a job that its identities may read. */
export async function planRevocation(job: Job, clients: Clients): Promise<readonly Revocation[]> {
  const perspectives = await gatherPerspectives(job, clients);
  const buckets = new Map(perspectives.flatMap(({ facts }) => [...facts.buckets]));
  const revocations: Revocation[] = [];
  for (const [bucket, { owner, policy }] of buckets) {
    if (!owner.known || !policy.known || policy.value === undefined) continue;
    const before = policy.value.document.text;
    const revoked = revokeGrant(before);
    if (!revoked.ok || revoked.value === before) continue;
    revocations.push({
      account: owner.value,
      bucket,
      before,
      after: revoked.value,
      owner: await ownerOf(owner.value, job, clients),
    });
  }
  return revocations;
}

/** Takes the grants out of one bucket policy. */
export async function applyRevocation(revocation: Revocation): Promise<void> {
  const { account, after, bucket, owner } = revocation;
  if (after === undefined) await owner.deleteBucketPolicy(bucket, account);
  else await owner.putBucketPolicy(bucket, after, account);
}

/** The identity, among those given, that belongs to an account. */
async function ownerOf(account: string, job: Job, clients: Clients): Promise<Account> {
  const names = [
    ...job.identities.ownerProfiles,
    profileOf(job, "source"),
    profileOf(job, "destination"),
  ];
  for (const name of names) {
    const candidate = await clients.account(name);
    if ((await candidate.callerIdentity()).account === account) return candidate;
  }
  throw new UsageError(
    `cannot write as account \`${account}\`: none of the profiles given belongs to it; name one with \`--owner-profile\``,
  );
}
