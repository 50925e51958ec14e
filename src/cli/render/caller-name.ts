import type { Perspective } from "../../app/index.ts";

/** The caller as people call it: role with session, user, root. */
export function callerName({ facts: { caller } }: Perspective): string {
  switch (caller.kind) {
    case "root":
      return "root";
    case "user":
      return caller.arn.replace(/^.*?:user\//, "user ");
    case "roleSession": {
      const [role, session] = caller.arn.replace(/^.*:assumed-role\//, "").split("/");
      return `role ${role ?? ""} (session ${session ?? ""})`;
    }
    case "federatedUser":
      return caller.arn.replace(/^.*?:federated-user\//, "federated user ");
    case "service":
      return caller.name;
    case "webIdentity":
    case "saml":
      return caller.provider;
    case "originAccessIdentity":
      return caller.arn.replace(/^.*?:user\//, "");
    case "anonymous":
      return "anonymous";
  }
}

export function accountOf({ facts: { caller } }: Perspective): string | undefined {
  return "account" in caller ? caller.account : undefined;
}
