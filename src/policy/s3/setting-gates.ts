import type { Gate } from "../decision.ts";
import type { AuthorizationRequest, PolicyLayers } from "../request.ts";
import { aclRefusalGate } from "./acl-refusal-gate.ts";
import { customerKeyGate } from "./customer-key-gate.ts";
import { expectedOwnerGate } from "./expected-owner-gate.ts";
import { publicAccessGate } from "./public-access-gate.ts";
import { requesterPaysGate } from "./requester-pays-gate.ts";

/** The gates of settings that can only deny. */
export interface SettingGates {
  /** Told before any policy. */
  readonly first: readonly Gate[];
  /** Told when no policy denies. */
  readonly last: readonly Gate[];
  /** Told when policies allow. */
  readonly after: readonly Gate[];
}

export function settingGates(request: AuthorizationRequest, layers: PolicyLayers): SettingGates {
  const acls = aclRefusalGate(request, layers);
  const publicAccess = publicAccessGate(request, layers);
  // Public logs of requests that both refuse: PutObject is told that ACLs are not supported, PutObjectAcl
  // that public ones are blocked.
  const isAboutAcl = /^s3:put(?:bucket|object|objectversion)acl$/i.test(request.action);
  const last = isAboutAcl ? [publicAccess, acls] : [acls, publicAccess];
  return {
    first: [expectedOwnerGate(request), requesterPaysGate(request, layers)].filter(isThere),
    last: last.filter(isThere),
    // Undocumented: taken for a part of the write itself.
    after: [customerKeyGate(request, layers)].filter(isThere),
  };
}

function isThere(gate: Gate | undefined): gate is Gate {
  return gate !== undefined;
}
