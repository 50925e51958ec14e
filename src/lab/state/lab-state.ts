import type { EndpointFacts, OrganizationLayers, World } from "../../policy/index.ts";
import type { RandomBytes } from "../random-ids.ts";
import type { BodyStore } from "./bodies.ts";
import type { Bucket } from "./buckets.ts";
import type { KeyRing } from "./key-ring.ts";
import type { Principals } from "./principals.ts";

/** Everything that the lab's operations read and change. */
export interface LabState {
  readonly world: World;
  readonly principals: Principals;
  /** What the organizations of both accounts say to a request. */
  readonly organizationLayers: (sides: {
    readonly caller?: string;
    readonly resource?: string;
  }) => OrganizationLayers;
  /** By id. */
  readonly endpoints: ReadonlyMap<string, EndpointFacts>;
  readonly keys: KeyRing;
  /** By name: bucket names are unique over all accounts. */
  readonly buckets: Map<string, Bucket>;
  readonly bodies: BodyStore;
  readonly startedMs: number;
  readonly now: () => number;
  readonly random: RandomBytes;
}

/** The organization's id, when the account is in it: all accounts of a world are. */
export function organizationOf(lab: LabState, account: string): string | undefined {
  return Object.hasOwn(lab.world.accounts, account) ? lab.world.organization?.id : undefined;
}
