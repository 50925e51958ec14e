import { accountOf, type QueryCall, requireParameter } from "../query/query-call.ts";
import { ENTITIES, entityArn, type EntityKind, entityName, lookUp } from "./entity.ts";
import { findCustomerPolicy } from "./find-policy.ts";
import type { Located, Subject } from "./subject.ts";

/** Something with a name. Denials name it and not its ARN, as public logs show: `role deployer`. */
export function named(kind: EntityKind): Subject {
  const { parameter, word } = ENTITIES[kind];
  return {
    type: kind,
    parameters: [parameter],
    locate: (call) => ({
      ...locate(call, kind),
      text: `${word} ${entityName(call, kind)}`,
    }),
  };
}

/** The same where denials do name the ARN, as for tags. */
export function namedByArn(kind: EntityKind): Subject {
  return {
    type: kind,
    parameters: [ENTITIES[kind].parameter],
    locate: (call) => locate(call, kind),
  };
}

function locate(call: QueryCall, kind: EntityKind): Located {
  const account = accountOf(call);
  const row = lookUp(call, kind);
  if (row === undefined) {
    return { arn: entityArn(account, kind, { path: "/", name: entityName(call, kind) }) };
  }
  return {
    arn: entityArn(account, kind, row),
    tags: row.tags,
    boundary: "boundary" in row ? row.boundary : undefined,
  };
}

/** Something that is about to be made. */
export function newEntity(kind: EntityKind): Subject {
  const { parameter } = ENTITIES[kind];
  return {
    type: kind,
    parameters: [parameter, "Path"],
    locate: (call) => ({
      arn: entityArn(accountOf(call), kind, {
        path: call.form.get("Path") ?? "/",
        name: requireParameter(call, parameter),
      }),
    }),
  };
}

/** All of a kind; the ARN is what denials show, and only `*` and its like can match it. */
export function allOf(kind: EntityKind): Subject {
  return {
    parameters: [],
    locate: (call) => ({ arn: `arn:aws:iam::${accountOf(call)}:${kind}/` }),
  };
}

/** The account as a whole. */
export const EVERYTHING: Subject = { parameters: [], locate: () => ({ arn: "*" }) };

/** A managed policy, by its ARN. */
export const POLICY: Subject = {
  type: "policy",
  parameters: ["PolicyArn"],
  locate(call) {
    const arn = requireParameter(call, "PolicyArn");
    return { arn, text: `policy ${arn}`, tags: findCustomerPolicy(call, arn)?.tags };
  },
};

/** A managed policy that is about to be made. */
export const NEW_POLICY: Subject = {
  type: "policy",
  parameters: ["PolicyName", "Path"],
  locate(call) {
    const name = requireParameter(call, "PolicyName");
    const path = call.form.get("Path") ?? "/";
    return { arn: entityArn(accountOf(call), "policy", { path, name }), text: `policy ${name}` };
  },
};

/** An identity provider, by its ARN. */
export const PROVIDER: Subject = {
  type: "oidc-provider",
  parameters: ["OpenIDConnectProviderArn"],
  locate: (call) => ({ arn: requireParameter(call, "OpenIDConnectProviderArn") }),
};
