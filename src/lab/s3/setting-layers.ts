import {
  type BucketOwnership,
  bucketSettings,
  cannedGrants,
  type OwnedObject,
  type PolicyLayers,
} from "../../policy/index.ts";
import type { Bucket } from "../state/buckets.ts";
import type { LabState } from "../state/lab-state.ts";
import type { StoredObject } from "../state/stored-object.ts";

type SettingLayers = Pick<PolicyLayers, "publicAccessBlock" | "ownership" | "requesterPays">;

/** What a bucket's settings, and the owner of the object under a key, say to a request. */
export function settingLayers(lab: LabState, bucket: Bucket, key?: string): SettingLayers {
  const { account, settings } = bucket;
  // What it has not been set to is as for a new bucket.
  const byDefault = bucketSettings(lab.world, account);
  const ownership: BucketOwnership = {
    setting: settings?.objectOwnership ?? byDefault.ownership.setting,
    bucketAcl: settings?.acl ?? byDefault.ownership.bucketAcl,
  };
  return {
    publicAccessBlock: {
      account: byDefault.publicAccessBlock.account,
      bucket: settings?.publicAccessBlock ?? byDefault.publicAccessBlock.bucket,
    },
    ownership: { ...ownership, ...ownedObject(lab, bucket, { key, ownership }) },
    requesterPays: settings?.requesterPays ?? byDefault.requesterPays,
  };
}

/** Where ACLs are disabled, nobody asks whose an object is. */
function ownedObject(
  { s3 }: LabState,
  { name, account }: Bucket,
  { key, ownership }: { readonly key: string | undefined; readonly ownership: BucketOwnership },
): Pick<BucketOwnership, "object"> {
  if (key === undefined || ownership.setting === "BucketOwnerEnforced") return {};
  const object = s3.objects.get([name, key]);
  return object === undefined ? {} : { object: ownedBy(object, account) };
}

function ownedBy({ owner, acl }: StoredObject, bucketOwner: string): OwnedObject {
  const mine = owner ?? bucketOwner;
  return {
    owner: mine,
    acl: acl ?? cannedGrants("private", { owner: mine, bucketOwner, on: "object" }),
  };
}
