import { type Choices, isHit, pick } from "../support/choices.ts";
import { buildIdentityPolicy, buildLimit, type Json, type Named } from "./build-policies.ts";
import { perhaps } from "./perhaps.ts";
import { CALLER } from "./scene.ts";
import { A, ENDPOINT, REGION } from "./scene-words.ts";

/** A caller, and what its account has of it. */
export interface Player extends Named {
  readonly users?: Json;
  readonly roles?: Json;
  readonly groups?: Json;
  /** Of the account itself. */
  readonly root?: Json;
  readonly permissionSet?: Json;
}

const MANAGED = ["limit", "AmazonS3ReadOnlyAccess", "AmazonS3FullAccess", "ReadOnlyAccess"];

/** Who runs: a role's session, a user alone or by its group, somebody of Identity Center, the account. */
export function buildPlayer(choices: Choices): Player {
  const kind = choices.below(21) % 6;
  const tags = perhaps(choices, {
    tags: [4, () => ({ team: pick(choices, ["blue", "red", "in"]) })],
  });
  const managed = perhaps(choices, { managedPolicies: [8, () => [pick(choices, MANAGED)]] });
  const boundary = perhaps(choices, { boundary: [4, () => "limit"] });
  const policies = isHit(choices, 9, 10) ? { own: buildIdentityPolicy(choices) } : {};
  const inline = { inlinePolicies: policies, ...managed };
  const signIn = { profile: CALLER, ...perhaps(choices, { endpoint: [6, () => ENDPOINT] }) };
  const session = { ...signIn, ...perhaps(choices, { policy: [5, () => buildLimit(choices)] }) };
  const path = kind === 1 ? "/teams/data/" : "/";
  const role = "AWSReservedSSO_Sync_1234567890abcdef";
  switch (kind) {
    case 0:
    case 1:
      return {
        principalArn: `arn:aws:iam::${A}:role${path}caller`,
        sessionArn: `arn:aws:sts::${A}:assumed-role/caller/ci`,
        roles: { caller: { path, ...inline, ...tags, ...boundary, sessions: { ci: session } } },
      };
    case 2:
      return {
        principalArn: `arn:aws:iam::${A}:user/caller`,
        users: { caller: { ...inline, ...tags, ...boundary, ...signIn } },
      };
    case 3:
      return {
        principalArn: `arn:aws:iam::${A}:user/caller`,
        groups: { team: { inlinePolicies: policies } },
        users: { caller: { ...managed, groups: ["team"], ...tags, ...boundary, ...signIn } },
      };
    case 4:
      return {
        principalArn: `arn:aws:iam::${A}:role/aws-reserved/sso.amazonaws.com/${REGION}/${role}`,
        sessionArn: `arn:aws:sts::${A}:assumed-role/${role}/ann`,
        permissionSet: {
          ...(policies.own && { inlinePolicy: policies.own }),
          ...managed,
          ...boundary,
        },
        roles: { [role]: { permissionSet: "Sync", sessions: { ann: session } } },
      };
    default:
      return { principalArn: `arn:aws:iam::${A}:root`, root: signIn };
  }
}
