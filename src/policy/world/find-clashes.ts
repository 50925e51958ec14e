import type { Sentence } from "../../aws/index.ts";
import type { World, WorldAccount, WorldSession } from "./world.ts";
import { type WorldProblem, worldProblem } from "./world-problem.ts";

type Place = readonly string[];

/** Finds names that must be unique over all accounts and are not. */
export function findClashes(world: World): readonly WorldProblem[] {
  const accounts = Object.entries(world.accounts);
  const signIns = accounts.flatMap(([id, account]) => signInsOf(["accounts", id], account));
  const buckets = accounts.flatMap(([id, account]) =>
    Object.keys(account.buckets).map((name) => [name, ["accounts", id, "buckets", name]] as const),
  );
  const keyIds = signIns.flatMap(([{ credentials }, place]) =>
    credentials ? [[credentials.accessKeyId, place] as const] : [],
  );
  const canonicalIds = accounts.flatMap(([id, { canonicalId }]) =>
    canonicalId === undefined ? [] : [[canonicalId, ["accounts", id]] as const],
  );
  return [
    ...clashes(
      { en: "profile", ja: "プロファイル" },
      signIns.map(([{ profile }, place]) => [profile, place]),
    ),
    // Bucket names are unique in a partition (Amazon S3 User Guide, General purpose bucket naming rules).
    ...clashes({ en: "bucket", ja: "バケット" }, buckets),
    ...clashes({ en: "access key id", ja: "アクセスキー ID" }, keyIds),
    ...clashes({ en: "canonical user id", ja: "正規ユーザー ID" }, canonicalIds),
    // S3 User Guide, Rules for naming access points: unique in an account and Region.
    ...clashes({ en: "access point", ja: "アクセスポイント" }, accessPointsOf(world)),
  ];
}

function accessPointsOf({ accounts }: World): readonly (readonly [string, Place])[] {
  return Object.entries(accounts).flatMap(([id, { buckets }]) =>
    Object.entries(buckets).flatMap(([bucket, { region, accessPoints = {} }]) =>
      Object.entries(accessPoints).map(([name, { account = id }]) => {
        const place = ["accounts", id, "buckets", bucket, "accessPoints", name];
        return [`arn:aws:s3:${region}:${account}:accesspoint/${name}`, place] as const;
      }),
    ),
  );
}

function signInsOf(
  place: Place,
  account: WorldAccount,
): readonly (readonly [WorldSession, Place])[] {
  const users = Object.entries(account.users).map(
    ([name, user]) => [user, [...place, "users", name]] as const,
  );
  const sessions = Object.entries(account.roles).flatMap(([roleName, role]) =>
    Object.entries(role.sessions).map(
      ([name, session]) => [session, [...place, "roles", roleName, "sessions", name]] as const,
    ),
  );
  const root = account.root === undefined ? [] : [[account.root, [...place, "root"]] as const];
  return [...root, ...users, ...sessions];
}

function clashes(
  what: Sentence,
  named: readonly (readonly [string, Place])[],
): readonly WorldProblem[] {
  const first = new Map<string, Place>();
  return named.flatMap(([name, path]) => {
    const other = first.get(name);
    if (other !== undefined) {
      const at = other.join(".");
      const sentence = {
        en: `${what.en} \`${name}\` is also that of \`${at}\``,
        ja: `${what.ja} \`${name}\` は \`${at}\` にもあります`,
      };
      return [worldProblem(path, sentence)];
    }
    first.set(name, path);
    return [];
  });
}
