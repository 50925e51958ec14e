import type { Layer, Miss } from "../../policy/index.ts";
import type { Gap, Refusal } from "../gaps/find-gaps.ts";
import type { Need } from "../needs/need.ts";
import { causeOfAction } from "./action-causes.ts";
import { causeOfCondition, causesOfDeny } from "./condition-causes.ts";
import type { CauseId } from "./diagnosis.ts";
import { isNoAction } from "./no-action.ts";
import { causesOfSetting } from "./setting-causes.ts";

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
  sseCBlocked: { silent: "C38", denies: "C38" },
  expectedBucketOwner: { silent: "C39", denies: "C39" },
  keyPolicy: { silent: "C41", denies: "C49" },
  keyGrant: { silent: "C41", denies: "C41" },
  key: { silent: "C48", denies: "C48" },
};

/** Causes that the facts show: which layer refuses what, and by what its statements match or miss. */
export function causesOfGap({ need, refusals }: Gap): readonly CauseId[] {
  // The catalogue's cause for trust policies is of people who sign in; here a service does.
  const told = refusals.filter(({ layer }) => layer !== "roleTrust");
  return [...new Set(told.flatMap((refusal) => causesOf(refusal, need)))];
}

function causesOf(refusal: Refusal, need: Need): readonly CauseId[] {
  // A setting says more than the name of its layer.
  if (refusal.setting !== undefined) return causesOfSetting(refusal.setting);
  switch (refusal.kind) {
    case "denies": {
      const causes = refusal.statements.flatMap(causesOfDeny);
      const ofLayer = byLayer[refusal.layer].denies;
      // The catalogue's conditions are those of bucket policies; elsewhere the layer comes first.
      return refusal.layer === "resource" ? [...causes, ofLayer] : [ofLayer, ...causes];
    }
    case "silent":
      return causesOfSilence(refusal, need);
  }
}

function causesOfSilence(
  { layer, nearMiss }: Extract<Refusal, { readonly kind: "silent" }>,
  need: Need,
): readonly CauseId[] {
  const { misses = [] } = nearMiss ?? {};
  const [miss, ...others] = misses;
  const causes = misses.flatMap((each) => causeOfMiss(each, layer));
  const asked = layersOfAsking.has(layer) ? causeOfAction(need) : [];
  const isOfKey = layer === "keyPolicy" || layer === "keyGrant";
  const ofLayer = isOfKey && asked.length > 0 ? [] : [byLayer[layer].silent];
  // A statement that misses by its action, or by more than one thing, was meant for something else.
  const isMeant = miss?.element !== "Action" || asked.length === 0;
  return others.length === 0 && isMeant
    ? [...causes, ...asked, ...ofLayer]
    : [...asked, ...ofLayer, ...causes];
}

/** Layers that are silent because nobody thought of what is asked. */
const layersOfAsking: ReadonlySet<Layer> = new Set([
  "identity",
  "resource",
  "keyPolicy",
  "keyGrant",
] as const);

function causeOfMiss(
  { element, name, policyValues, requestValues }: Miss,
  layer: Layer,
): readonly CauseId[] {
  switch (element) {
    case "Principal":
      return causeOfPrincipal(policyValues, requestValues);
    case "Action":
      return policyValues.some(isNoAction) ? ["C08"] : [];
    case "Resource":
      return policyValues.some((value) => isOtherLevel(value, requestValues)) ? ["C07"] : [];
    case "Condition":
      return layer === "keyPolicy" ? ["C49"] : causeOfCondition(name);
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
