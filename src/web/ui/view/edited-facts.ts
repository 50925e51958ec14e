import type { Facts } from "../../../access/index.ts";
import type { KeyFacts, Layer, OrganizationLevel } from "../../../policy/index.ts";
import { changesBy } from "./changed-policies.ts";
import type { Edits } from "./edits.ts";

/** The facts as they are with the policies that were changed on the page. */
export function editedFacts(facts: Facts, edits: Edits): Facts {
  if (edits.size === 0) return facts;
  const { limits, identityPolicies } = facts;
  const change = changesBy(edits);
  const levels = (layer: Layer) => (all: readonly OrganizationLevel[] | undefined) =>
    all?.map((level) => ({ ...level, policies: level.policies.map(change.one(layer)) }));
  const key = <Key extends KeyFacts | undefined>(of: Key): Key => changedKey(of, edits);
  return {
    ...facts,
    identityPolicies: inFact(identityPolicies, change.all("identity", principalOf(facts))),
    limits: {
      ...limits,
      boundary: inFact(limits.boundary, (policy) => policy && change.one("boundary")(policy)),
      session: inFact(limits.session, (all) => all?.map(change.one("session"))),
      serviceControl: inFact(limits.serviceControl, levels("serviceControl")),
      vpcEndpoint: inFact(
        limits.vpcEndpoint,
        (policy) => policy && { ...policy, ...change.one("vpcEndpoint")(policy) },
      ),
    },
    buckets: new Map(
      [...facts.buckets].map(([name, bucket]) => [
        name,
        {
          ...bucket,
          policy: inFact(bucket.policy, (policy) => {
            const all = policy === undefined ? [] : [policy];
            return change.all("resource", `arn:aws:s3:::${name}`)(all)[0];
          }),
          resourceControl: inFact(bucket.resourceControl, levels("resourceControl")),
          ...(bucket.encryption && {
            encryption: inFact(
              bucket.encryption,
              (of) =>
                of && {
                  ...of,
                  read: key(of.read),
                  write: key(of.write),
                  managed: key(of.managed),
                },
            ),
          }),
        },
      ]),
    ),
    ...(facts.keys && { keys: new Map([...facts.keys].map(([arn, of]) => [arn, key(of)])) }),
  };
}

function changedKey<Key extends KeyFacts | undefined>(key: Key, edits: Edits): Key {
  if (key === undefined || key.policy === "unreadable") return key;
  const { one } = changesBy(edits);
  return {
    ...key,
    policy: key.policy.map(one("keyPolicy")),
  };
}

/** What a policy of the caller's own is attached to. */
export function principalOf({ principalArn }: Facts): string {
  return principalArn.known ? principalArn.value : "";
}

/** A fact with another value, where it is known. */
function inFact<F extends { readonly known: boolean | "assumed" }, T>(
  fact: F & ({ readonly known: true; readonly value: T } | { readonly known: false | "assumed" }),
  change: (value: T) => T,
): F {
  return fact.known === true ? { ...fact, value: change(fact.value) } : fact;
}
