import { defaultKeyPolicy, type KeyGrant, type WorldKey } from "../../policy/index.ts";
import type { KmsAlias, KmsGrant, KmsKey } from "../kms/kms-tables.ts";
import type { LabState } from "../state/lab-state.ts";
import { lacksOf, type Told, tellEach } from "./told-world.ts";

/** The KMS keys of an account, with their grants, without what they encrypt with. */
export function tellKeys({ kms }: LabState, account: string): Told<Record<string, WorldKey>> {
  const aliases = Array.from(kms.aliases.range({ within: [account] }), ({ value }) => value);
  return tellEach(kms.keys.range({ within: [account] }), ({ value }) => {
    const grants = Array.from(kms.grants.range({ within: [value.arn] }), (row) => row.value);
    const names = aliases.filter(({ keyId }) => keyId === value.id);
    return [value.id, tellKey(value, names, grants)];
  });
}

function tellKey(
  key: KmsKey,
  aliases: readonly KmsAlias[],
  grants: readonly KmsGrant[],
): Told<WorldKey> {
  const { account, arn, region, policy, state, manager, description, tags, rotation } = key;
  const common = { region, ...(grants.length > 0 && { grants: grants.map(grantOf) }) };
  if (manager === "AWS") return { part: { ...common, awsManaged: true }, lacks: [] };
  const [alias, ...others] = aliases;
  return {
    part: {
      ...common,
      ...(alias && { alias: alias.name }),
      ...(policy !== defaultKeyPolicy(account) && { policy }),
      ...(state !== "Enabled" && { state: STATES[state] }),
    },
    lacks: lacksOf(arn, {
      "its description": description !== "",
      "its tags": tags.length > 0,
      "its rotation": rotation !== undefined,
      [`its other aliases ${others.map(({ name }) => `\`${name}\``).join(", ")}`]:
        others.length > 0,
    }),
  };
}

const STATES = { Disabled: "disabled", PendingDeletion: "pendingDeletion" } as const;

function grantOf(grant: KmsGrant): KeyGrant {
  const { id, name, granteePrincipal, retiringPrincipal, operations } = grant;
  const { encryptionContextEquals, encryptionContextSubset } = grant;
  return {
    id,
    ...(name !== undefined && { name }),
    granteePrincipal,
    ...(retiringPrincipal !== undefined && { retiringPrincipal }),
    operations,
    ...(encryptionContextEquals && {
      encryptionContextEquals: Object.fromEntries(encryptionContextEquals),
    }),
    ...(encryptionContextSubset && {
      encryptionContextSubset: Object.fromEntries(encryptionContextSubset),
    }),
  };
}
