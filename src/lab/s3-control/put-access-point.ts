import type { LabState } from "../state/lab-state.ts";
import type { AccessPointRow } from "./s3-control-tables.ts";

// S3 User Guide, Access point aliases: a part of the name, 34 letters and digits, `-s3alias`; 63 at most.
const SUFFIX = "-s3alias";
const RANDOM_LENGTH = 34;
const NAME_LENGTH = 63 - SUFFIX.length - RANDOM_LENGTH - 1;
const DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Is this an alias, as far as its form goes? No bucket's name may end so. */
export function looksLikeAlias(bucket: string): boolean {
  return bucket.endsWith(SUFFIX);
}

/** Keeps a new access point, with an alias; in a transaction. */
export function putAccessPoint(
  { s3Control, random }: Pick<LabState, "s3Control" | "random">,
  made: Omit<AccessPointRow, "alias">,
): AccessPointRow {
  const { account, region, name } = made;
  const letters = [...random(RANDOM_LENGTH)].map((byte) => DIGITS[byte % DIGITS.length] ?? "");
  const alias = `${name.slice(0, NAME_LENGTH).replace(/-+$/, "")}-${letters.join("")}${SUFFIX}`;
  const row = { ...made, alias };
  s3Control.accessPoints.put([account, region, name], row);
  s3Control.aliases.put([alias], [account, region, name]);
  return row;
}
