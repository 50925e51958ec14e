import { parsePolicy, validateBucketPolicy } from "../../src/policy/index.ts";
import { type Choices, isHit, listOf, pick, someOf } from "../support/choices.ts";
import {
  A,
  ACTIONS,
  B,
  CONDITIONS,
  doorResourcesOf,
  KEY_ACTIONS,
  KEY_CONDITIONS,
  RESOURCES,
  resourcesOf,
  S3_CONDITIONS,
} from "./scene-words.ts";

import { without } from "./without.ts";

export type Json = Readonly<Record<string, unknown>>;

/** Who runs, as policies may name it. */
export interface Named {
  readonly principalArn: string;
  /** Of a role session. */
  readonly sessionArn?: string;
}

const FULL: Json = { Effect: "Allow", Action: "*", Resource: "*" };
const KEY_RESOURCE = "*";

function policyOf(statements: readonly Json[]): Json {
  return {
    Version: "2012-10-17",
    Statement: statements.map((each, i) => ({ Sid: `S${i}`, ...each })),
  };
}

function actionsOf(choices: Choices, ofKeys: boolean): unknown {
  const all = ofKeys ? KEY_ACTIONS : ACTIONS;
  return isHit(choices, 1, 3) ? someOf(choices, all) : pick(choices, all);
}

function conditionOf(choices: Choices, ofKeys: boolean): Json {
  if (!isHit(choices, 1, 3)) return {};
  const own = ofKeys ? KEY_CONDITIONS : S3_CONDITIONS;
  const Condition = { ...pick(choices, isHit(choices, 1, 2) ? own : CONDITIONS) };
  if (!isHit(choices, 1, 5)) return { Condition };
  return { Condition: { ...pick(choices, own), ...Condition } };
}

/** A statement about what a sync does; an Allow twice as often as a Deny. */
function statementOf(choices: Choices, resources: readonly unknown[], ofKeys = false): Json {
  const Effect = isHit(choices, 1, 4) ? "Deny" : "Allow";
  const actions = actionsOf(choices, ofKeys);
  const action = isHit(choices, 1, 12) ? { NotAction: actions } : { Action: actions };
  const Resource = pick(choices, resources);
  const resource = !ofKeys && isHit(choices, 1, 12) ? { NotResource: Resource } : { Resource };
  return { Effect, ...action, ...resource, ...conditionOf(choices, ofKeys) };
}

/** A policy of a principal: mostly much is allowed, so that other layers are asked too. */
export function buildIdentityPolicy(choices: Choices): Json {
  const some = (): readonly Json[] =>
    listOf(choices, [1, 3], () => {
      const ofKeys = isHit(choices, 1, 6);
      return statementOf(choices, ofKeys ? ["*"] : RESOURCES, ofKeys);
    });
  const kind = choices.below(8);
  if (kind < 4) return policyOf([FULL]);
  if (kind < 6) return policyOf([FULL, ...some()]);
  return policyOf([...(isHit(choices, 1, 2) ? [{ ...FULL, Action: "kms:*" }] : []), ...some()]);
}

/** What limits, and should leave something over. */
export function buildLimit(choices: Choices): Json {
  return isHit(choices, 1, 4)
    ? buildIdentityPolicy(choices)
    : policyOf([FULL, statementOf(choices, RESOURCES)]);
}

/** A resource control policy: it only denies, and everyone. */
export function buildResourceControl(choices: Choices): Json {
  const ofKeys = isHit(choices, 1, 5);
  const statement = statementOf(choices, ofKeys ? ["*"] : RESOURCES, ofKeys);
  // It names no service by a wildcard alone (Organizations User Guide, RCP syntax).
  return policyOf([{ ...statement, Effect: "Deny", Principal: "*" }]);
}

function principalOf(choices: Choices, { principalArn, sessionArn }: Named): unknown {
  const root = `arn:aws:iam::${A}:root`;
  return pick<unknown>(choices, [
    { AWS: principalArn },
    { AWS: root },
    "*",
    { AWS: A },
    { AWS: [principalArn, `arn:aws:iam::${B}:root`] },
    { AWS: sessionArn ?? principalArn },
    { AWS: `arn:aws:iam::${B}:root` },
    { AWS: "*" },
    { Service: "logging.s3.amazonaws.com" },
  ]);
}

function forPrincipal(choices: Choices, statement: Json, named: Named): Json {
  const { Effect, ...rest } = statement;
  const principal = principalOf(choices, named);
  const isNegated = Effect === "Deny" && typeof principal === "object" && isHit(choices, 1, 5);
  return {
    Effect,
    ...(isNegated ? { NotPrincipal: principal } : { Principal: principal }),
    ...rest,
  };
}

export function buildBucketPolicy(choices: Choices, bucket: string, named: Named): Json {
  return placedPolicy(choices, { bucket, resources: resourcesOf(bucket) }, named);
}

/** A policy of an access point of a bucket. */
export function buildDoorPolicy(
  choices: Choices,
  place: { readonly bucket: string; readonly accessPoint: string },
  named: Named,
): Json {
  return placedPolicy(choices, { ...place, resources: doorResourcesOf(place.accessPoint) }, named);
}

/** Where S3 keeps a policy, and what that may be about. */
interface Place {
  readonly bucket: string;
  readonly accessPoint?: string;
  readonly resources: readonly (string | readonly string[])[];
}

function placedPolicy(choices: Choices, place: Place, named: Named): Json {
  const { resources } = place;
  const open = { Effect: "Allow", Action: "s3:*", Resource: resources[0] };
  const isOpen = isHit(choices, 3, 4);
  const some = listOf(choices, [isOpen ? 0 : 1, 2], () =>
    forPrincipal(choices, statementOf(choices, resources), named),
  );
  const own = isOpen ? [{ ...open, Principal: { AWS: named.principalArn } }, ...some] : some;
  return policyOf(own.map((statement) => acceptable(statement, place)));
}

/** S3 takes no statement whose actions have nothing to do with its resources. */
function acceptable(statement: Json, { resources, ...place }: Place): Json {
  const parsed = parsePolicy(JSON.stringify(policyOf([statement])), "resource");
  if (!parsed.ok) throw new Error(parsed.problems[0].message);
  const refusal = validateBucketPolicy(parsed.value, { ...place, principalExists: () => true });
  if (refusal === undefined) return statement;
  return { ...without(statement, "NotResource"), Resource: resources[0] };
}

export function buildKeyPolicy(choices: Choices, account: string, named: Named): Json {
  const root = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "kms:*",
    Resource: KEY_RESOURCE,
  };
  const some = listOf(choices, [1, 2], () =>
    forPrincipal(choices, statementOf(choices, [KEY_RESOURCE], true), named),
  );
  return policyOf(isHit(choices, 3, 4) ? [root, ...some] : some);
}

export function buildEndpointPolicy(choices: Choices, named: Named): Json {
  const some = listOf(choices, [1, 2], () =>
    forPrincipal(choices, statementOf(choices, RESOURCES), named),
  );
  return policyOf(isHit(choices, 1, 2) ? [{ ...FULL, Principal: "*" }, ...some] : some);
}
