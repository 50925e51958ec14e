import type { Layer, Miss } from "../../policy/index.ts";
import type { Gap, Refusal } from "../gaps/find-gaps.ts";
import type { CauseId } from "./diagnosis.ts";
import { causesOfSetting } from "./setting-causes.ts";

const byCondition: readonly (readonly [RegExp, CauseId])[] = [
  [/s3:(?:prefix|delimiter)/i, "C09"],
  [/aws:SourceIp|aws:VpcSourceIp/i, "C16"],
  [/aws:Source(?:Vpce|Vpc)|aws:VpceOrg/i, "C17"],
  [/aws:Principal(?:OrgID|OrgPaths)/i, "C18"],
  [/aws:SecureTransport|s3:TlsVersion|s3:signatureversion/i, "C15"],
  [/s3:x-amz-/i, "C20"],
  [/s3:ExistingObjectTag/i, "C31"],
];

const byLayer: Readonly<Record<Layer, Readonly<Record<"silent" | "denies", CauseId>>>> = {
  serviceControl: { silent: "C06", denies: "C06" },
  resourceControl: { silent: "C24", denies: "C24" },
  vpcEndpoint: { silent: "C50", denies: "C50" },
  identity: { silent: "C02", denies: "C03" },
  boundary: { silent: "C04", denies: "C04" },
  session: { silent: "C05", denies: "C05" },
  resource: { silent: "C10", denies: "C14" },
  roleTrust: { silent: "C01", denies: "C01" },
  accessPoint: { silent: "C52", denies: "C52" },
  publicAccessBlock: { silent: "C21", denies: "C21" },
  objectOwnership: { silent: "C28", denies: "C28" },
  requesterPays: { silent: "C37", denies: "C37" },
  expectedBucketOwner: { silent: "C39", denies: "C39" },
  keyPolicy: { silent: "C41", denies: "C49" },
  keyGrant: { silent: "C41", denies: "C41" },
  key: { silent: "C41", denies: "C49" },
};

/** Causes that the facts show: which layer refuses, and by what the nearest statement misses. */
export function causesOfGap({ refusals }: Gap): readonly CauseId[] {
  return refusals.flatMap((refusal): readonly CauseId[] => {
    switch (refusal.kind) {
      case "denies": {
        const misses = refusal.statements.flatMap(({ misses: of }) => of);
        return [...causesOf(refusal), ...misses.flatMap(causeOfMiss)];
      }
      case "silent":
        return [...(refusal.nearMiss?.misses ?? []).flatMap(causeOfMiss), ...causesOf(refusal)];
    }
  });
}

/** A setting says more than the name of its layer. */
function causesOf({ layer, kind, setting }: Refusal): readonly CauseId[] {
  return setting === undefined ? [byLayer[layer][kind]] : causesOfSetting(setting);
}

function causeOfMiss({ element, name, policyValues, requestValues }: Miss): readonly CauseId[] {
  switch (element) {
    case "Principal":
      return causeOfPrincipal(policyValues, requestValues);
    case "Action":
      return [];
    case "Resource":
      return policyValues.some((value) => isOtherLevel(value, requestValues)) ? ["C07"] : [];
    case "Condition":
      return byCondition.filter(([key]) => key.test(name)).map(([, cause]) => cause);
  }
}

function causeOfPrincipal(
  policyValues: readonly string[],
  requestValues: readonly string[],
): readonly CauseId[] {
  const names = requestValues.map(roleName);
  const isNamesake = (value: string): boolean => names.includes(roleName(value));
  if (policyValues.some((value) => value.includes(":assumed-role/") && isNamesake(value))) {
    return ["C11"];
  }
  if (policyValues.some((value) => /^A(?:ROA|IDA)[A-Z0-9]+$/.test(value))) return ["C13"];
  if (policyValues.some((value) => value.includes(":role/") && isNamesake(value))) return ["C12"];
  return policyValues.some((value) => value.includes("AWSReservedSSO_")) ? ["C13"] : [];
}

function roleName(arn: string): string {
  const parts = arn.split("/");
  return (arn.includes(":assumed-role/") ? parts[1] : parts.at(-1)) ?? arn;
}

/** The bucket where objects are asked for, or objects where the bucket is. */
function isOtherLevel(pattern: string, requestValues: readonly string[]): boolean {
  const isObject = (arn: string): boolean => arn.includes("/");
  return requestValues.some(
    (value) =>
      isObject(pattern) !== isObject(value) && pattern.split("/")[0] === value.split("/")[0],
  );
}
