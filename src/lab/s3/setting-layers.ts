import {
  type BucketOwnership,
  bucketSettings,
  cannedGrants,
  type OwnedObject,
  type PolicyLayers,
} from "../../policy/index.ts";
import type { Bucket } from "../state/buckets.ts";
import type { LabState } from "../state/lab-state.ts";
import type { ObjectAccess } from "../state/stored-object.ts";
import { findVersion, isDeleteMarker } from "./version-rows.ts";

interface SettingLayers extends Pick<
  PolicyLayers,
  "publicAccessBlock" | "requesterPays" | "accessPoint"
> {
  readonly ownership: BucketOwnership;
}

// Not state that anyone can see: a bucket that is set to something else is another object, and what is set
// for whole accounts has a revision.
const known = new WeakMap<Bucket, { readonly revision: number; readonly layers: SettingLayers }>();

/** A key, or the version of it that a request names. */
interface NamedKey {
  readonly key: string;
  readonly versionId: string | undefined;
}

/** What a bucket's settings, and the owner of the object under a key, say to a request. */
export function settingLayers(lab: LabState, bucket: Bucket, named?: NamedKey): SettingLayers {
  const layers = knownLayers(lab, bucket);
  if (named === undefined || !countsAcls(layers)) return layers;
  const { key, versionId } = named;
  const object = findVersion({ lab, bucket, key }, versionId);
  if (object === undefined || isDeleteMarker(object)) return layers;
  return { ...layers, ownership: { ...layers.ownership, object: ownedBy(object, bucket.account) } };
}

function knownLayers(lab: LabState, bucket: Bucket): SettingLayers {
  const { revision } = lab.s3Control.accountBlocks;
  const before = known.get(bucket);
  if (before?.revision === revision) return before.layers;
  const layers = layersOf(lab, bucket);
  known.set(bucket, { revision, layers });
  return layers;
}

/** Whether it matters who owns an object, and what ACLs grant. */
export function countsAcls({ ownership }: SettingLayers): boolean {
  return ownership.setting !== "BucketOwnerEnforced";
}

function layersOf(
  { world, s3Control }: LabState,
  { account, settings, accessPoint }: Bucket,
): SettingLayers {
  // What it has not been set to is as for a new bucket.
  const byDefault = bucketSettings(world, account);
  const ofAccount = s3Control.accountBlocks.get([account]);
  return {
    publicAccessBlock: {
      ...(ofAccount && { account: ofAccount }),
      bucket: settings?.publicAccessBlock ?? byDefault.publicAccessBlock.bucket,
      ...(accessPoint && { accessPoint: accessPoint.publicAccessBlock }),
    },
    ownership: {
      setting: settings?.objectOwnership ?? byDefault.ownership.setting,
      bucketAcl: settings?.acl ?? byDefault.ownership.bucketAcl,
    },
    requesterPays: settings?.requesterPays ?? byDefault.requesterPays,
    ...(accessPoint && { accessPoint: accessPoint.layer }),
  };
}

/** Who owns an object in a bucket, and what its ACL grants. */
export function ownedBy({ owner, acl }: ObjectAccess, bucketOwner: string): OwnedObject {
  const mine = owner ?? bucketOwner;
  return {
    owner: mine,
    acl: acl ?? cannedGrants("private", { owner: mine, bucketOwner, on: "object" }),
  };
}
