import { uniqueIdOf } from "./unique-id.ts";
import type { World } from "./world.ts";

/** The alias of the key that AWS makes in every account and region that first needs one for S3. */
export const S3_ALIAS = "alias/aws/s3";

/** The id of that key: the one that the world says, or one that everybody makes up alike. */
export function s3ManagedKeyId(
  { accounts }: Pick<World, "accounts">,
  account: string,
  region: string,
): string {
  const keys = Object.hasOwn(accounts, account) ? accounts[account]?.keys : undefined;
  const written = Object.entries(keys ?? {}).find(
    ([, key]) => key.awsManaged === true && key.region === region,
  );
  if (written !== undefined) return written[0];
  const text = uniqueIdOf(`${S3_ALIAS} ${account} ${region}`) + uniqueIdOf(`${region} ${account}`);
  const digits = Array.from(text, (letter) => (letter.charCodeAt(0) % 16).toString(16));
  return [8, 4, 4, 4, 12].map((length) => digits.splice(0, length).join("")).join("-");
}
