import { parseWorld, type World } from "../policy/index.ts";

/** The world of whoever names none: one account, and an administrator in it. */
export function defaultWorld(): World {
  const parsed = parseWorld({
    accounts: {
      "111111111111": {
        name: "dev",
        users: { admin: { profile: "default", managedPolicies: ["AdministratorAccess"] } },
      },
    },
  });
  if (parsed.ok) return parsed.value;
  throw new Error("the world of whoever names none does not parse");
}
