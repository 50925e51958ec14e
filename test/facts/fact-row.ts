import * as v from "valibot";
import { loadCorpus } from "../support/corpus.ts";
import type { Claim } from "./claim.ts";
import { claimSchema } from "./claim-schema.ts";

type Policies = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The world that a row's claims are made in. */
export interface Given {
  readonly world: "two-accounts" | "users" | "one-account";
  /** A JSON merge patch (RFC 7396) on the world file's value. */
  readonly patch?: Readonly<Record<string, unknown>>;
  readonly bucketPolicies?: Policies;
  /** By profile, then by the name of the inline policy. */
  readonly identityPolicies?: Readonly<Record<string, Policies>>;
  /** Put before anything is asked, each by the profile `as`. */
  readonly objects?: readonly {
    readonly as: string;
    readonly uri: string;
    readonly body: string;
  }[];
}

/** One fact of the 42, or a part of one, as claims that can fail. */
export interface FactRow {
  readonly fact: number;
  /** The rule in one sentence, with its nuance. */
  readonly name: string;
  readonly source: string;
  readonly given: Given;
  readonly claims: readonly Claim[];
}

const text = v.pipe(v.string(), v.nonEmpty());
const policies = v.record(v.string(), v.record(v.string(), v.unknown()));
const claims = v.pipe(v.array(claimSchema), v.minLength(1));

const given: v.GenericSchema<unknown, Given> = v.strictObject({
  world: v.picklist(["two-accounts", "users", "one-account"]),
  patch: v.exactOptional(v.record(v.string(), v.unknown())),
  bucketPolicies: v.exactOptional(policies),
  identityPolicies: v.exactOptional(v.record(v.string(), policies)),
  objects: v.exactOptional(v.array(v.strictObject({ as: text, uri: text, body: v.string() }))),
});

const factRow: v.GenericSchema<unknown, FactRow> = v.strictObject({
  fact: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(42)),
  name: text,
  source: text,
  given,
  claims,
});

/** Every row of the corpus, with a name to run it under; a row that does not fit the format fails. */
export function loadFactRows(): readonly (readonly [name: string, row: FactRow])[] {
  return loadCorpus<unknown, unknown>("facts").map(([name, row]) => {
    const parsed = v.safeParse(factRow, row);
    if (!parsed.success) throw new Error(`${name}: ${v.summarize(parsed.issues)}`);
    return [`fact ${parsed.output.fact}: ${parsed.output.name}`, parsed.output] as const;
  });
}
