import { formatArn, parseArn } from "../../aws/index.ts";
import type { Caller } from "../../policy/index.ts";
import type { CallerIdentity } from "../ports.ts";

/** A caller as `sts:GetCallerIdentity` shows it: of a role it tells the name, never the path. */
export type ShownCaller =
  | { readonly kind: "root"; readonly caller: Caller }
  | { readonly kind: "user"; readonly caller: Caller; readonly userName: string }
  | { readonly kind: "roleSession"; readonly caller: Caller; readonly roleName: string }
  | { readonly kind: "federatedUser"; readonly caller: Caller };

/** Reads who the caller is from the ARN that STS gave. */
export function callerOfIdentity(identity: CallerIdentity): ShownCaller {
  const { account, arn, userId } = identity;
  const parsed = parseArn(arn);
  const [kind = "", ...rest] = (parsed?.resource ?? "").split("/");
  if (kind === "root") return { kind: "root", caller: { kind: "root", account, arn } };
  const asUser: Caller = { kind: "user", account, arn, userId };
  if (kind === "user") return { kind: "user", caller: asUser, userName: rest.at(-1) ?? "" };
  if (kind !== "assumed-role") return { kind: "federatedUser", caller: asUser };
  const roleName = rest[0] ?? "";
  const roleArn = roleArnWithoutPath(parsed?.partition ?? "aws", account, roleName);
  return {
    kind: "roleSession",
    roleName,
    caller: { kind: "roleSession", account, arn, roleArn, userId },
  };
}

function roleArnWithoutPath(partition: string, account: string, roleName: string): string {
  return formatArn({
    partition,
    service: "iam",
    region: "",
    account,
    resource: `role/${roleName}`,
  });
}
