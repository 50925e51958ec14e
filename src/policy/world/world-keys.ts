import type { KeyFacts } from "../key/key-facts.ts";
import { defaultKeyPolicy, s3ManagedKeyPolicy } from "../key/key-policies.ts";
import { parsePolicy } from "../parse-policy.ts";
import type { AttachedPolicy } from "../policy-document.ts";
import { organizationPolicies } from "./organization-policies.ts";
import { organizationPath } from "./organization-tree.ts";
import { S3_ALIAS } from "./s3-managed-key.ts";
import type { World, WorldKey } from "./world.ts";

/** Every KMS key of a world, by ARN. */
export function worldKeys(world: World): ReadonlyMap<string, KeyFacts> {
  const organization = organizationPolicies(world);
  const facts = new Map<string, KeyFacts>();
  for (const [account, { keys = {} }] of Object.entries(world.accounts)) {
    const { resourceControl } = organization({ resource: account });
    for (const [id, key] of Object.entries(keys)) {
      const arn = keyArn(key.region, account, id);
      facts.set(arn, {
        arn,
        state: key.state ?? "enabled",
        policy: [keyPolicy(key, account, arn)],
        grants: key.grants ?? [],
        // AWS Organizations User Guide, RCPs: they do not bind the keys that AWS manages.
        ...(resourceControl && key.awsManaged !== true && { resourceControl }),
        context: keyContext(world, account, key),
      });
    }
  }
  return facts;
}

/** The ARN of a key. */
export function keyArn(region: string, account: string, id: string): string {
  return `arn:aws:kms:${region}:${account}:key/${id}`;
}

function keyPolicy(key: WorldKey, account: string, arn: string): AttachedPolicy {
  const parsed = parsePolicy(policyText(key, account), "resource");
  if (!parsed.ok) {
    throw new Error(`policy of key \`${arn}\` does not parse: ${parsed.problems[0].message}`);
  }
  return { document: parsed.value, name: "key policy", attachedTo: arn };
}

function policyText({ policy, awsManaged, region }: WorldKey, account: string): string {
  if (awsManaged === true) return s3ManagedKeyPolicy(account, region);
  return policy ?? defaultKeyPolicy(account);
}

/** Condition keys that every request for a key has (Service Authorization Reference, KMS, key). */
function keyContext(
  { organization }: World,
  account: string,
  { alias, awsManaged }: WorldKey,
): KeyFacts["context"] {
  const name = awsManaged === true ? S3_ALIAS : alias;
  return new Map([
    ["kms:keyorigin", ["AWS_KMS"]],
    ["kms:keyspec", ["SYMMETRIC_DEFAULT"]],
    ["kms:keyusage", ["ENCRYPT_DECRYPT"]],
    ...(name === undefined ? [] : [["kms:resourcealiases", [name]] as const]),
    ...(organization === undefined
      ? []
      : [
          ["aws:resourceorgid", [organization.id]] as const,
          ["aws:resourceorgpaths", [organizationPath(organization, account)]] as const,
        ]),
  ]);
}
