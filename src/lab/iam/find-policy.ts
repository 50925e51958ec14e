import { awsManagedPolicy, uniqueIdOf } from "../../policy/index.ts";
import { accountOf, type QueryCall } from "../query/query-call.ts";
import { type ManagedPolicyRow, nameKey } from "../state/iam-tables.ts";
import { entityArn } from "./entity.ts";
import { invalidInput, notFound } from "./iam-refusals.ts";

const AWS = "arn:aws:iam::aws:policy/";

/** A managed policy as operations see it, AWS's or the account's own. */
export interface FoundPolicy extends ManagedPolicyRow {
  readonly arn: string;
}

/** A managed policy of AWS or of the caller's account, if there is one with that ARN. */
export function lookUpPolicy(call: QueryCall, arn: string): FoundPolicy | undefined {
  if (!arn.startsWith("arn:aws:iam::aws:")) {
    const row = findCustomerPolicy(call, arn);
    return row && { ...row, arn };
  }
  const policy = awsManagedPolicy(arn);
  return policy && awsPolicy(policy.name, policy.text, call.lab.startedMs);
}

/** A policy that AWS keeps, as if it had been made when the lab began. */
export function awsPolicy(name: string, text: string, createdMs: number): FoundPolicy {
  return {
    arn: `${AWS}${name}`,
    name,
    path: "/",
    // The ids of AWS's own are in no table: any that is always the same will do.
    id: uniqueIdOf(`arn:aws:iam:::policy/${name}`),
    createdMs,
    versions: [{ id: "v1", text, createdMs }],
    defaultVersion: "v1",
  };
}

/** A policy of the caller's account, by its whole ARN. */
export function findCustomerPolicy(call: QueryCall, arn: string): ManagedPolicyRow | undefined {
  const account = accountOf(call);
  if (!arn.startsWith(`arn:aws:iam::${account}:policy/`)) return undefined;
  const row = call.lab.iam.policies.get(nameKey(account, arn.slice(arn.lastIndexOf("/") + 1)));
  return row !== undefined && entityArn(account, "policy", row) === arn ? row : undefined;
}

/** The same, or IAM's answer that there is none. */
export function findPolicy(call: QueryCall, arn: string): FoundPolicy {
  requirePolicyArn(arn);
  const found = lookUpPolicy(call, arn);
  if (found === undefined) throw notFound(`Policy ${arn} was not found.`);
  return found;
}

/** A policy to attach; the text of the refusal differs. */
export function findAttachable(call: QueryCall, arn: string): FoundPolicy {
  requirePolicyArn(arn);
  const found = lookUpPolicy(call, arn);
  if (found === undefined) throw notFound(`Policy ${arn} does not exist or is not attachable.`);
  return found;
}

function requirePolicyArn(arn: string): void {
  if (!/^arn:aws:iam::(aws|\d{12}):policy\/\S+$/.test(arn)) {
    throw invalidInput(`ARN ${arn} is not valid.`);
  }
}
