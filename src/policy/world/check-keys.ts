import { parseArn } from "../../aws/index.ts";
import { checkPolicies, type Place } from "./check-policies.ts";
import { hint } from "./check-references.ts";
import { S3_ALIAS } from "./s3-managed-key.ts";
import { type WorldProblem, worldProblem } from "./world-problem.ts";
import { keyArn } from "./world-keys.ts";
import type { WrittenKey } from "./written-key.ts";
import type { WrittenWorld } from "./written-world.ts";

/** Finds what is wrong with the keys of an account beside their shape. */
export function checkKeys(
  place: Place,
  keys: Readonly<Record<string, WrittenKey>>,
): readonly WorldProblem[] {
  return [
    ...Object.entries(keys).flatMap(([id, key]) => [
      ...checkPolicies([...place, id], "resource", { policy: key.policy }),
      ...checkManaged([...place, id], key),
    ]),
    ...checkNames(place, keys),
  ];
}

/** AWS KMS Developer Guide, AWS managed keys: their policies and aliases are AWS's, and nobody disables them. */
function checkManaged(place: Place, key: WrittenKey): readonly WorldProblem[] {
  if (key.awsManaged !== true) return [];
  const own = (["alias", "policy", "state"] as const).filter((field) => key[field] !== undefined);
  return own.map((field) =>
    worldProblem([...place, field], {
      en: `\`${field}\` of a key that AWS manages cannot be chosen`,
      ja: `AWS マネージドキーの \`${field}\` は選べません`,
    }),
  );
}

/** KMS API Reference, CreateAlias: an alias is unique in its account and region. */
function checkNames(
  place: Place,
  keys: Readonly<Record<string, WrittenKey>>,
): readonly WorldProblem[] {
  const first = new Map<string, string>();
  return Object.entries(keys).flatMap(([id, key]) => {
    const alias = key.awsManaged === true ? S3_ALIAS : key.alias;
    if (alias === undefined) return [];
    const name = `${key.region ?? "us-east-1"} ${alias}`;
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, id);
      return [];
    }
    const sentence = {
      en: `\`${alias}\` is also the alias of key \`${other}\``,
      ja: `\`${alias}\` はキー \`${other}\` のエイリアスでもあります`,
    };
    return [worldProblem([...place, id], sentence)];
  });
}

/** Finds the default key of a bucket that no account has in the bucket's region. */
export function checkEncryption(
  path: Place,
  { kmsKey, region }: { readonly kmsKey: string; readonly region: string },
  { accounts }: WrittenWorld,
): readonly WorldProblem[] {
  if (kmsKey === S3_ALIAS) return [];
  const all = Object.entries(accounts).flatMap(([account, { keys }]) =>
    Object.entries(keys).map(([id, key]) => ({
      account,
      id,
      ...key,
      region: key.region ?? "us-east-1",
    })),
  );
  const found = all.filter(({ account, id, alias, region: home }) =>
    [id, alias, keyArn(home, account, id)].includes(kmsKey),
  );
  if (found.length === 0) {
    const known = all.flatMap(({ account, id, alias = id, region: home }) => [
      keyArn(home, account, id),
      alias,
    ]);
    const { en, ja } = hint(kmsKey, known);
    const what =
      parseArn(kmsKey) === undefined ? "no account has a KMS key" : "there is no KMS key";
    const where = parseArn(kmsKey) === undefined ? "どのアカウントにも " : "";
    const sentence = {
      en: `${what} \`${kmsKey}\`${en}`,
      ja: `${where}KMS キー \`${kmsKey}\` はありません${ja}`,
    };
    return [worldProblem(path, sentence)];
  }
  // S3 User Guide, SSE-KMS: the key must be in the Region of the bucket.
  if (found.some((key) => key.region === region)) return [];
  const home = found[0]?.region ?? "";
  const sentence = {
    en: `KMS key \`${kmsKey}\` is in \`${home}\`, the bucket in \`${region}\``,
    ja: `KMS キー \`${kmsKey}\` は \`${home}\` に、バケットは \`${region}\` にあります`,
  };
  return [worldProblem(path, sentence)];
}
