import { WireError } from "../http/wire-error.ts";
import type { Profile } from "../profile/load-profile.ts";
import { callsTo } from "./call-aws.ts";
import { sdkClients } from "./sdk-clients.ts";

/**
 * The bucket behind the alias of an access point of a profile's account, asked for as the AWS CLI does
 * (`awscli/customizations/s3/utils.py`, `S3PathResolver`).
 */
export async function accessPointBucket(profile: Profile, alias: string): Promise<string> {
  const clients = sdkClients(profile);
  const [{ GetCallerIdentityCommand }, { GetAccessPointCommand }, sts, control] = await Promise.all(
    [
      import("@aws-sdk/client-sts"),
      import("@aws-sdk/client-s3-control"),
      clients.sts(),
      clients.s3Control(),
    ],
  );
  const { Account } = await callsTo("sts", profile)("GetCallerIdentity", () =>
    sts.send(new GetCallerIdentityCommand({})),
  );
  const { Bucket } = await callsTo("s3", profile)("GetAccessPoint", () =>
    control.send(new GetAccessPointCommand({ AccountId: Account, Name: alias })),
  );
  if (Bucket !== undefined) return Bucket;
  throw new WireError("UnreadableAnswer", "the answer to GetAccessPoint lacks its bucket");
}
