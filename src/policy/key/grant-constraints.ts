import type { Tri } from "../decision.ts";
import type { AuthorizationRequest } from "../request.ts";
import { shownValues } from "../shown-values.ts";
import { allOf, tri } from "../tri.ts";
import type { EncryptionContext, KeyGrant } from "./key-grant.ts";

type Request = Pick<AuthorizationRequest, "context" | "valuesUnder">;

/** A constraint that a request does not meet, or may not. */
export interface ConstraintMiss {
  readonly name: string;
  readonly result: "no" | "unknown";
  readonly wanted: readonly string[];
  readonly found: readonly string[];
}

// CreateGrant API, GrantConstraints: a constraint applies to operations that have an encryption context.
const withContext =
  /^kms:(?:decrypt|encrypt|generatedatakey(?:pair)?(?:withoutplaintext)?|reencrypt(?:from|to))$/;

/** Which constraints of a grant a request misses; the action is in lower case. */
export function missedConstraints(
  grant: KeyGrant,
  action: string,
  request: Request,
): readonly ConstraintMiss[] {
  if (action === "kms:creategrant") return derivedMisses(grant, request);
  if (!withContext.test(action)) return [];
  return contextMisses(grant, request);
}

/**
 * Whoever makes a grant by right of another makes none that is wider (AWS KMS Developer Guide,
 * Granting CreateGrant permission). The context is that of the new grant's constraint.
 */
function derivedMisses(grant: KeyGrant, request: Request): readonly ConstraintMiss[] {
  const { operations, encryptionContextEquals: equal } = grant;
  return [
    ...allAmong("kms:GrantOperations", operations, request),
    ...(equal === undefined
      ? []
      : allAmong("kms:GrantConstraintType", ["EncryptionContextEquals"], request)),
    ...contextMisses(grant, request),
  ];
}

/** A key must be there, with none but these values. */
function allAmong(
  name: string,
  wanted: readonly string[],
  { context }: Request,
): readonly ConstraintMiss[] {
  const found = context.get(name.toLowerCase()) ?? [];
  if (found === "unknown") return [{ name, result: "unknown", wanted, found: [] }];
  if (found.length > 0 && found.every((each) => wanted.includes(each))) return [];
  return [{ name, result: "no", wanted, found }];
}

function contextMisses(grant: KeyGrant, request: Request): readonly ConstraintMiss[] {
  const { encryptionContextEquals: equal, encryptionContextSubset: subset } = grant;
  return [
    ...(equal === undefined ? [] : pairMisses("EncryptionContextEquals", equal, request)),
    ...(equal === undefined ? [] : surplusMisses(equal, request)),
    ...(subset === undefined ? [] : pairMisses("EncryptionContextSubset", subset, request)),
  ];
}

function pairMisses(
  constraint: string,
  pairs: EncryptionContext,
  request: Request,
): readonly ConstraintMiss[] {
  return Object.entries(pairs).flatMap(([name, value]) => {
    const key = `kms:encryptioncontext:${name.toLowerCase()}`;
    const result = allOf([hasName(request, name), hasValue(request, key, value)]);
    if (result === "yes") return [];
    const found = shownValues(request, key);
    return [{ name: `${constraint} ${name}`, result, wanted: [value], found }];
  });
}

/** `EncryptionContextEquals` suffers no other pairs. */
function surplusMisses(pairs: EncryptionContext, request: Request): readonly ConstraintMiss[] {
  const names = request.context.get("kms:encryptioncontextkeys") ?? [];
  const name = "EncryptionContextEquals";
  if (names === "unknown") {
    return [{ name, result: "unknown", wanted: Object.keys(pairs), found: [] }];
  }
  const surplus = names.filter((each) => !Object.hasOwn(pairs, each));
  if (surplus.length === 0) return [];
  return [{ name, result: "no", wanted: Object.keys(pairs), found: surplus }];
}

/** Condition keys are in lower case, but here the name's case counts. */
function hasName({ context }: Request, name: string): Tri {
  const names = context.get("kms:encryptioncontextkeys");
  if (names === undefined) return "no";
  if (names === "unknown") return "unknown";
  return tri(names.includes(name));
}

function hasValue({ context, valuesUnder }: Request, key: string, wanted: string): Tri {
  const found = context.get(key);
  if (found === undefined) return "no";
  if (found !== "unknown") return tri(found.includes(wanted));
  return wanted.startsWith(valuesUnder?.get(key) ?? "") ? "unknown" : "no";
}
