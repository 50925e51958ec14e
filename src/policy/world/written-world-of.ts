import { mapValues } from "./map-values.ts";
import type { World, WorldAccount, WorldBucket, WorldRole, WorldSignIn } from "./world.ts";

/** The value of a world file that `parseWorld` reads as this world. */
export function writtenWorldOf(world: World): object {
  return { ...world, accounts: mapValues(world.accounts, (_id, account) => accountOf(account)) };
}

function accountOf({ root, users, roles, buckets, ...account }: WorldAccount): object {
  return withoutEmpty({
    ...account,
    buckets: mapValues(buckets, (_name, bucket) => bucketOf(bucket)),
    ...(root && { root: signInOf(root) }),
    users: mapValues(users, (_name, user) => withoutEmpty(signInOf(user))),
    roles: mapValues(roles, (_name, role) => withoutEmpty(roleOf(role))),
  });
}

function bucketOf({
  hasNoOwnershipControls,
  hasNoPublicAccessBlock,
  ...bucket
}: WorldBucket): object {
  return {
    ...bucket,
    ...(hasNoOwnershipControls === true && { objectOwnership: "none" }),
    ...(hasNoPublicAccessBlock === true && { publicAccessBlock: "none" }),
  };
}

/** What a permission set gives is not repeated at its roles. */
function roleOf({ sessions, ...role }: WorldRole): object {
  const { trustPolicy, permissionSet, id, tags } = role;
  const own =
    permissionSet === undefined
      ? role
      : {
          permissionSet,
          ...(id !== undefined && { id }),
          ...(tags && { tags }),
          ...(trustPolicy !== undefined && { trustPolicy }),
        };
  return { ...own, sessions: mapValues(sessions, (_name, session) => signInOf(session)) };
}

function signInOf({ hasNoKeys, ...signIn }: WorldSignIn): object {
  return hasNoKeys === true ? { ...signIn, credentials: "none" } : signIn;
}

/** Maps and lists that have nothing in them need not be written. */
function withoutEmpty(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, field]) =>
        typeof field !== "object" || field === null || Object.keys(field as object).length > 0,
    ),
  );
}
