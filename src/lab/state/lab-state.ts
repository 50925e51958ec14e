import type { World } from "../../policy/index.ts";
import type { DecisionLog } from "../decision-log/decision-log.ts";
import type { EncodedDenials } from "../encoded-denials.ts";
import type { DecisionWatch } from "../decision-log/decision-watch.ts";
import { findRow } from "../json/find-row.ts";
import type { LabPrincipal } from "../lab-principal.ts";
import type { MissingCounts } from "../missing-counts.ts";
import type { RandomBytes } from "../random-ids.ts";
import type { ServiceState } from "../service-state.ts";
import type { Authorizers } from "./authorizers.ts";
import type { BodyStore } from "./bodies.ts";
import type { Buckets } from "./buckets.ts";
import type { IamTables } from "./iam-tables.ts";
import type { KeyRing } from "./key-ring.ts";
import type { PolicyDocuments } from "./policy-documents.ts";
import type { Principals } from "./principals.ts";
import type { S3Tables } from "./s3-tables.ts";
import type { SigningKeys } from "./signing-keys.ts";
import type { Store } from "./store.ts";

/** What a key was last used for. */
interface KeyUse {
  readonly usedMs: number;
  readonly service: string;
  readonly region: string;
}

/** Everything that the lab's operations read and change. */
export interface LabState extends ServiceState {
  readonly world: World;
  readonly store: Store;
  readonly s3: S3Tables;
  readonly iam: IamTables;
  readonly documents: PolicyDocuments;
  readonly principals: Principals;
  readonly keys: KeyRing;
  readonly signingKeys: SigningKeys;
  readonly authorizers: Authorizers;
  /** When each lasting key was last used, and where; it is not kept. */
  readonly keyUse: Map<string, KeyUse>;
  readonly buckets: Buckets;
  /** Who can sign in since the start. */
  readonly everyone: () => readonly LabPrincipal[];
  /** How often it was asked for what it lacks, by its own words. */
  readonly missing: MissingCounts;
  /** Absent where nobody asked for one. */
  readonly decisionLog?: DecisionLog;
  /** What services encode of denials, and STS decodes. */
  readonly encodedDenials: EncodedDenials;
  readonly watch: DecisionWatch;
  readonly bodies: BodyStore;
  readonly startedMs: number;
  readonly now: () => number;
  readonly random: RandomBytes;
}

/** The organization's id, when the account is in it. */
export function organizationOf(lab: LabState, account: string): string | undefined {
  return lab.organization.idOf(account);
}

/** Whether there is such an account, from the world or made since. */
export function hasAccount({ world, organizations }: LabState, account: string): boolean {
  if (Object.hasOwn(world.accounts, account)) return true;
  return findRow(organizations.members, account) !== undefined;
}
