import { conditionsOf } from "./conditions.ts";
import { isInBlock } from "./condition-values.ts";
import {
  asList,
  type Flag,
  type JsonLayers,
  type JsonPolicy,
  type JsonStatement,
  statementsOf,
} from "./policy-json.ts";

/** R80. */
export function isFlagSet({ settings }: JsonLayers, flag: Flag): boolean {
  return Object.values(settings?.publicAccessBlock ?? {}).some((flags) => flags.includes(flag));
}

/** Is a policy public (R81)? In a bucket policy the name of an access point may be wild. */
export function isPublic(policy: JsonPolicy, of: "bucket" | "accessPoint"): boolean {
  return statementsOf(policy).some(
    (statement) =>
      statement.Effect === "Allow" && isForEveryone(statement) && !isHeldToFixed(statement, of),
  );
}

function isForEveryone({ Principal, NotPrincipal }: JsonStatement): boolean {
  if (Principal === undefined) return NotPrincipal !== undefined;
  if (Principal === "*") return true;
  const isProviders = asList(Principal["Federated"]).some((name) => !name.startsWith("arn:"));
  return asList(Principal["AWS"]).includes("*") || isProviders;
}

// "Fixed values" in the rules.
const FIXING_KEYS = [
  "aws:PrincipalArn",
  "aws:PrincipalAccount",
  "aws:PrincipalOrgID",
  "aws:PrincipalOrgPaths",
  "aws:SourceArn",
  "aws:SourceAccount",
  "aws:SourceOwner",
  "aws:SourceOrgID",
  "aws:SourceVpc",
  "aws:SourceVpcArn",
  "aws:SourceVpce",
  "aws:VpceAccount",
  "aws:VpceOrgID",
  "aws:userid",
  "kms:CallerAccount",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
  "s3:DataAccessPointArn",
  "s3:DataAccessPointAccount",
].map((key) => key.toLowerCase());

function isHeldToFixed({ Condition }: JsonStatement, of: "bucket" | "accessPoint"): boolean {
  return conditionsOf(Condition).some(({ operator, key, values }) => {
    if (/Not|Null|IfExists$|^ForAllValues:/.test(operator)) return false;
    const name = key.toLowerCase();
    if (name === "aws:sourceip") return /IpAddress$/.test(operator) && values.every(isNarrow);
    return FIXING_KEYS.includes(name) && values.every((value) => isFixed(name, value, of));
  });
}

function isFixed(key: string, value: string, of: "bucket" | "accessPoint"): boolean {
  if (key === "aws:userid") return isPlain(value.replace(/^(AROA[^:]*):\*$/, "$1"));
  if (key !== "s3:dataaccesspointarn" || of === "accessPoint") return isPlain(value);
  const [head = ""] = /^(?:[^:]*:){5}/.exec(value) ?? [value];
  return isPlain(head);
}

function isPlain(value: string): boolean {
  return !/[*?]|\$\{/.test(value);
}

/** No wider than `/8`, for IPv6 `/32`. */
function isNarrow(range: string): boolean {
  const [address = "", length] = range.split("/");
  const least = address.includes(":") ? 32 : 8;
  return isInBlock(range, address) && (length === undefined || Number(length) >= least);
}
