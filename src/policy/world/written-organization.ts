import * as v from "valibot";
import { said } from "../../aws/index.ts";
import { accountId, fieldsOf, mapOf, policyText, region, vpcId, word } from "./written-shapes.ts";

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
const root = word(
  /^r-[0-9a-z]{4,32}$/,
  said(
    "a root's id is `r-` and 4 to 32 letters or digits",
    "ルートの ID は `r-` と 4 ～ 32 文字の英数字です",
  ),
);
const unitId = word(
  /^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/,
  said(
    "a unit's id reads like `ou-ab12-workload1`: the root's letters, then 8 to 32 letters or digits",
    "組織単位の ID は `ou-ab12-workload1` のような形で、ルートの文字のあとに 8 ～ 32 文字の英数字が続きます",
  ),
);
const policyId = word(
  /^p-[0-9a-zA-Z_]{8,128}$/,
  said(
    "a policy's id is `p-` and 8 to 128 letters or digits",
    "ポリシーの ID は `p-` と 8 ～ 128 文字の英数字です",
  ),
);
// Whether there is such a target is said with the names of those that are there.
const target = word(
  /^\S+$/,
  said(
    "a target is the root, a unit or an account, in quotes",
    "ターゲットはルート、組織単位、アカウントのいずれかを引用符で囲んで書いてください",
  ),
);
const name = word(/\S/, said("a name is a word", "名前は空白以外の文字を含む文字列です"));

const policies = v.nullish(
  mapOf(
    policyId,
    fieldsOf({
      name: v.optional(name),
      targets: v.array(
        target,
        said("expected a list of targets", "ターゲットのリストを書いてください"),
      ),
      policy: policyText,
    }),
  ),
);

/** Checks an organization's shape. */
export const organization: v.GenericSchema<unknown, WrittenOrganization> = fieldsOf({
  id: word(
    /^o-[a-z0-9]{10,32}$/,
    said(
      "an organization id is `o-` and 10 to 32 letters or digits",
      "組織の ID は `o-` と 10 ～ 32 文字の英数字です",
    ),
  ),
  managementAccount: accountId,
  root: v.optional(root),
  organizationalUnits: v.nullish(
    mapOf(
      unitId,
      fieldsOf({
        name: v.optional(name),
        parent: v.optional(target),
        accounts: v.nullish(
          v.array(
            accountId,
            said("expected a list of accounts", "アカウントのリストを書いてください"),
          ),
          [],
        ),
      }),
    ),
  ),
  serviceControlPolicies: policies,
  resourceControlPolicies: policies,
  withoutFullAWSAccess: v.nullish(
    v.array(target, said("expected a list of targets", "ターゲットのリストを書いてください")),
    [],
  ),
});

/** Checks a VPC endpoint's shape. */
export const vpcEndpoint: v.GenericSchema<unknown, WrittenEndpoint> = fieldsOf({
  region: v.nullish(region),
  type: v.optional(
    v.picklist(
      ["gateway", "interface"],
      said(
        "a VPC endpoint is a `gateway` or an `interface`",
        "VPC エンドポイントは `gateway` か `interface` です",
      ),
    ),
  ),
  vpc: v.optional(vpcId),
  policy: v.optional(policyText),
});
