/** What a policy is used as, which decides what it may say. */
export type PolicyUse =
  | "bucket-policy"
  | "identity"
  | "scp"
  | "rcp"
  | "key-policy"
  | "vpc-endpoint"
  | "trust"
  | "session";

/** Every use, as `--as` takes them. */
export const POLICY_USES: readonly PolicyUse[] = [
  "bucket-policy",
  "identity",
  "scp",
  "rcp",
  "key-policy",
  "vpc-endpoint",
  "trust",
  "session",
];

/** Whether statements name a principal; the others apply to whom they are attached to. */
export function namesPrincipals(use: PolicyUse): boolean {
  switch (use) {
    case "bucket-policy":
    case "key-policy":
    case "vpc-endpoint":
    case "trust":
    case "rcp":
      return true;
    case "identity":
    case "session":
    case "scp":
      return false;
  }
}
