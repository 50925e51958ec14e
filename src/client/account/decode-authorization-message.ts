import { WireError } from "../http/wire-error.ts";
import type { Profile } from "../profile/load-profile.ts";
import { callsTo } from "./call-aws.ts";
import { sdkClients } from "./sdk-clients.ts";

/** What an encoded message about a denial says, as the JSON that STS makes of it. */
export async function decodeAuthorizationMessage(
  profile: Profile,
  message: string,
  signal: AbortSignal,
): Promise<string> {
  const { DecodeAuthorizationMessageCommand } = await import("@aws-sdk/client-sts");
  const client = await sdkClients(profile).sts();
  const operation = "DecodeAuthorizationMessage";
  const { DecodedMessage } = await callsTo("sts", profile)(operation, () =>
    client.send(new DecodeAuthorizationMessageCommand({ EncodedMessage: message }), {
      abortSignal: signal,
    }),
  );
  if (DecodedMessage !== undefined) return DecodedMessage;
  throw new WireError("UnreadableAnswer", `the answer to ${operation} lacks its message`);
}
