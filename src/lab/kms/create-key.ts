import type { LabState } from "../state/lab-state.ts";
import type { KmsKey } from "./kms-tables.ts";

/** What a new key is made with. */
export interface NewKey extends Pick<KmsKey, "account" | "region" | "policy"> {
  readonly id?: string;
  readonly description?: string;
  readonly manager?: KmsKey["manager"];
  readonly multiRegion?: boolean;
  readonly tags?: KmsKey["tags"];
}

/** What a key is made by. */
export type KeyMaker = Pick<LabState, "kms" | "random" | "now">;

const MATERIAL_BYTES = 32;

/** Makes a key; only in a transaction. */
export function makeKey(lab: KeyMaker, wish: NewKey): KmsKey {
  const { account, region, policy, multiRegion = false } = wish;
  const id = wish.id ?? makeKeyId(lab, multiRegion);
  const key: KmsKey = {
    account,
    region,
    id,
    arn: `arn:aws:kms:${region}:${account}:key/${id}`,
    description: wish.description ?? "",
    createdMs: lab.now(),
    state: "Enabled",
    manager: wish.manager ?? "CUSTOMER",
    multiRegion,
    policy,
    tags: wish.tags ?? [],
  };
  lab.kms.keys.put([account, region, id], key);
  lab.kms.materials.put([account, region, id], lab.random(MATERIAL_BYTES));
  return key;
}

/** A version 4 UUID, or for a multi-Region key `mrk-` and 32 digits. */
function makeKeyId(lab: KeyMaker, isMultiRegion: boolean): string {
  const hex = Buffer.from(lab.random(16)).toString("hex");
  if (isMultiRegion) return `mrk-${hex}`;
  const variant = "89ab".charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join("-");
}
