import type { Tri } from "../decision.ts";
import type {
  PublicAccessBlock,
  PublicAccessFlags,
  PublicAccessPlace,
} from "./public-access-flags.ts";

/** Whether one flag of Block Public Access holds, and where it is set. */
export interface HeldFlag {
  readonly holds: Tri;
  readonly setOn: readonly PublicAccessPlace[];
}

const places: readonly PublicAccessPlace[] = ["organization", "account", "bucket", "accessPoint"];

/** S3 User Guide, Blocking public access: of all places where it is set, the most restrictive holds. */
export function heldFlag(
  block: PublicAccessBlock | undefined,
  flag: keyof PublicAccessFlags,
): HeldFlag {
  const setOn: PublicAccessPlace[] = [];
  let isUnknown = false;
  for (const place of places) {
    const flags = block?.[place];
    if (flags === "unreadable") isUnknown = true;
    else if (flags?.[flag] === true) setOn.push(place);
  }
  if (setOn.length > 0) return { holds: "yes", setOn };
  return { holds: isUnknown ? "unknown" : "no", setOn };
}
