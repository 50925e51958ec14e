import * as v from "valibot";
import { accountId, fieldsOf, mapOf, policyText, region, word, vpcId } from "./written-shapes.ts";

/** An organization as people write it. */
export interface WrittenOrganization {
  readonly id: string;
  readonly managementAccount: string;
  readonly root?: string | undefined;
  readonly organizationalUnits?: Record<string, WrittenUnit> | null | undefined;
  readonly serviceControlPolicies?: Record<string, WrittenOrganizationPolicy> | null | undefined;
  readonly resourceControlPolicies?: Record<string, WrittenOrganizationPolicy> | null | undefined;
  readonly withoutFullAWSAccess: readonly string[];
}

interface WrittenUnit {
  readonly name?: string | undefined;
  readonly parent?: string | undefined;
  readonly accounts: readonly string[];
}

interface WrittenOrganizationPolicy {
  readonly name?: string | undefined;
  readonly targets: readonly string[];
  readonly policy: string;
}

/** A VPC endpoint as people write it. */
export interface WrittenEndpoint {
  readonly region?: string | null | undefined;
  readonly type?: "gateway" | "interface" | undefined;
  readonly vpc?: string | undefined;
  readonly policy?: string | undefined;
}

// AWS Organizations API Reference: the forms of the ids of Root, OrganizationalUnit and Policy.
const root = word(/^r-[0-9a-z]{4,32}$/, "a root's id is `r-` and 4 to 32 letters or digits");
const unitId = word(
  /^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/,
  "a unit's id reads like `ou-ab12-workload1`: the root's letters, then 8 to 32 letters or digits",
);
const policyId = word(
  /^p-[0-9a-zA-Z_]{8,128}$/,
  "a policy's id is `p-` and 8 to 128 letters or digits",
);
// Whether there is such a target is said with the names of those that are there.
const target = word(/^\S+$/, "a target is the root, a unit or an account, in quotes");
const name = word(/\S/, "a name is a word");

const policies = v.nullish(
  mapOf(
    policyId,
    fieldsOf({
      name: v.optional(name),
      targets: v.array(target, "expected a list of targets"),
      policy: policyText,
    }),
  ),
);

/** Checks an organization's shape. */
export const organization: v.GenericSchema<unknown, WrittenOrganization> = fieldsOf({
  id: word(/^o-[a-z0-9]{10,32}$/, "an organization id is `o-` and 10 to 32 letters or digits"),
  managementAccount: accountId,
  root: v.optional(root),
  organizationalUnits: v.nullish(
    mapOf(
      unitId,
      fieldsOf({
        name: v.optional(name),
        parent: v.optional(target),
        accounts: v.nullish(v.array(accountId, "expected a list of accounts"), []),
      }),
    ),
  ),
  serviceControlPolicies: policies,
  resourceControlPolicies: policies,
  withoutFullAWSAccess: v.nullish(v.array(target, "expected a list of targets"), []),
});

/** Checks a VPC endpoint's shape. */
export const vpcEndpoint: v.GenericSchema<unknown, WrittenEndpoint> = fieldsOf({
  region: v.nullish(region),
  type: v.optional(
    v.picklist(["gateway", "interface"], "a VPC endpoint is a `gateway` or an `interface`"),
  ),
  vpc: v.optional(vpcId),
  policy: v.optional(policyText),
});
