import type { AccountReader, AccountWriter } from "../../access/index.ts";
import { parseArn } from "../../aws/index.ts";
import { WireError } from "../http/wire-error.ts";
import type { Profile } from "../profile/load-profile.ts";
import { callsTo } from "./call-aws.ts";
import type { SdkClients } from "./sdk-clients.ts";

/** What is read and written of KMS keys, each in the region of its ARN. */
export function keyCalls(
  profile: Profile,
  clients: SdkClients,
): Pick<AccountReader, "keyPolicy"> & Pick<AccountWriter, "putKeyPolicy"> {
  const call = callsTo("kms", profile);
  return {
    async keyPolicy(key) {
      const { GetKeyPolicyCommand } = await import("@aws-sdk/client-kms");
      const client = await clients.kms(regionOf(key));
      const { Policy } = await call("GetKeyPolicy", () =>
        client.send(new GetKeyPolicyCommand({ KeyId: key, PolicyName: "default" })),
      );
      if (Policy !== undefined) return Policy;
      throw new WireError("UnreadableAnswer", "the answer to GetKeyPolicy lacks its policy");
    },

    async putKeyPolicy(key, text) {
      const { PutKeyPolicyCommand } = await import("@aws-sdk/client-kms");
      const client = await clients.kms(regionOf(key));
      const input = { KeyId: key, PolicyName: "default", Policy: text };
      await call("PutKeyPolicy", () => client.send(new PutKeyPolicyCommand(input)));
    },
  };
}

function regionOf(key: string): string {
  return parseArn(key)?.region ?? "";
}
