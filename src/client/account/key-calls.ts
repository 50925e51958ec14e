import type { GrantListEntry, GrantOperation, KeyMetadata, KeyState } from "@aws-sdk/client-kms";
import type { AccountReader, AccountWriter, DescribedKey } from "../../access/index.ts";
import { AwsError, parseArn } from "../../aws/index.ts";
import { WireError } from "../http/wire-error.ts";
import type { Profile } from "../profile/load-profile.ts";
import { callsTo } from "./call-aws.ts";
import type { SdkClients } from "./sdk-clients.ts";

type KeyGrant = Awaited<ReturnType<AccountReader["keyGrants"]>>[number];

/** What is read and written of KMS keys, each in the region of its ARN. */
export function keyCalls(
  profile: Profile,
  clients: SdkClients,
): Pick<AccountReader, "key" | "keyPolicy" | "keyGrants"> &
  Pick<AccountWriter, "putKeyPolicy" | "createKeyGrant" | "revokeKeyGrant"> {
  const call = callsTo("kms", profile);
  return {
    async key(name) {
      const { DescribeKeyCommand } = await import("@aws-sdk/client-kms");
      const client = await clients.kms(regionOf(name));
      try {
        const { KeyMetadata } = await call("DescribeKey", () =>
          client.send(new DescribeKeyCommand({ KeyId: name })),
        );
        return describedKey(KeyMetadata);
      } catch (error) {
        if (error instanceof AwsError && error.code === "NotFoundException") return undefined;
        throw error;
      }
    },

    async keyGrants(key) {
      const { paginateListGrants } = await import("@aws-sdk/client-kms");
      const client = await clients.kms(regionOf(key));
      return call("ListGrants", async () => {
        const grants: KeyGrant[] = [];
        for await (const page of paginateListGrants({ client }, { KeyId: key })) {
          grants.push(...(page.Grants ?? []).map(keyGrant));
        }
        return grants;
      });
    },

    async keyPolicy(key) {
      const { GetKeyPolicyCommand } = await import("@aws-sdk/client-kms");
      const client = await clients.kms(regionOf(key));
      const { Policy } = await call("GetKeyPolicy", () =>
        client.send(new GetKeyPolicyCommand({ KeyId: key, PolicyName: "default" })),
      );
      if (Policy !== undefined) return Policy;
      throw new WireError("UnreadableAnswer", "the answer to GetKeyPolicy lacks its policy");
    },

    async createKeyGrant(key, { name, granteePrincipal, operations, encryptionContextSubset }) {
      const { CreateGrantCommand } = await import("@aws-sdk/client-kms");
      const client = await clients.kms(regionOf(key));
      const input = {
        KeyId: key,
        Name: name,
        GranteePrincipal: granteePrincipal,
        // Of what KMS lets a grant do, as a statement of ours names it.
        Operations: operations as GrantOperation[],
        ...(encryptionContextSubset && {
          Constraints: { EncryptionContextSubset: { ...encryptionContextSubset } },
        }),
      };
      const { GrantId } = await call("CreateGrant", () =>
        client.send(new CreateGrantCommand(input)),
      );
      if (GrantId !== undefined) return GrantId;
      throw new WireError("UnreadableAnswer", "the answer to CreateGrant lacks its id");
    },

    async revokeKeyGrant(key, id) {
      const { RevokeGrantCommand } = await import("@aws-sdk/client-kms");
      const client = await clients.kms(regionOf(key));
      const input = { KeyId: key, GrantId: id };
      await call("RevokeGrant", () => client.send(new RevokeGrantCommand(input)));
    },

    async putKeyPolicy(key, text) {
      const { PutKeyPolicyCommand } = await import("@aws-sdk/client-kms");
      const client = await clients.kms(regionOf(key));
      const input = { KeyId: key, PolicyName: "default", Policy: text };
      await call("PutKeyPolicy", () => client.send(new PutKeyPolicyCommand(input)));
    },
  };
}

function describedKey(metadata: KeyMetadata | undefined): DescribedKey {
  if (metadata?.Arn === undefined) {
    throw new WireError("UnreadableAnswer", "the answer to DescribeKey lacks its ARN");
  }
  const { Arn: arn, KeyState, KeyManager } = metadata;
  return { arn, state: stateOf(KeyState), isManaged: KeyManager === "AWS" };
}

/** AWS KMS Developer Guide, Key states: what is neither enabled nor to be deleted cannot be used for now. */
function stateOf(state: KeyState | undefined): DescribedKey["state"] {
  if (state === "PendingDeletion" || state === "PendingReplicaDeletion") return "pendingDeletion";
  return state === "Enabled" || state === "Updating" ? "enabled" : "disabled";
}

function keyGrant(entry: GrantListEntry): KeyGrant {
  const { GrantId = "", Name, GranteePrincipal = "", Operations = [], RetiringPrincipal } = entry;
  const { EncryptionContextEquals, EncryptionContextSubset } = entry.Constraints ?? {};
  return {
    id: GrantId,
    ...(Name !== undefined && Name !== "" && { name: Name }),
    granteePrincipal: GranteePrincipal,
    operations: Operations,
    ...(RetiringPrincipal !== undefined && { retiringPrincipal: RetiringPrincipal }),
    ...(EncryptionContextEquals && { encryptionContextEquals: EncryptionContextEquals }),
    ...(EncryptionContextSubset && { encryptionContextSubset: EncryptionContextSubset }),
  };
}

function regionOf(key: string): string {
  return parseArn(key)?.region ?? "";
}
