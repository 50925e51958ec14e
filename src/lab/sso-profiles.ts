import type { World } from "../policy/index.ts";

/** A profile that signs in with Identity Center. */
export interface SsoProfile {
  readonly profile: string;
  readonly account: string;
  /** The permission set. */
  readonly role: string;
  readonly user: string;
  /** Where Identity Center is at home. */
  readonly homeRegion: string;
}

/** One for each session of a permission set's role, beside the profile that is signed in already. */
export function ssoProfiles({ identityCenter, accounts }: World): readonly SsoProfile[] {
  if (identityCenter === undefined) return [];
  const homeRegion = identityCenter.region;
  return Object.entries(accounts).flatMap(([account, { roles }]) =>
    Object.values(roles).flatMap(({ permissionSet: role, sessions }) =>
      role === undefined
        ? []
        : Object.entries(sessions).map(([user, { profile }]) => ({
            profile: `${profile}-sso`,
            account,
            role,
            user,
            homeRegion,
          })),
    ),
  );
}
