import { type AwsCall, type ObjectScope, s3Arn, type S3Operation } from "../../aws/index.ts";
import { type Need, weightOf } from "./need.ts";
import { type OperationPermission, operationPermissions } from "./operation-permissions.ts";

/** Derives every permission that the calls of a run take, each once. */
export function needsOf(calls: readonly AwsCall[]): readonly Need[] {
  const needs = new Map<string, Need>();
  for (const call of calls) {
    const parameters = visibleParameters(call, calls);
    for (const permission of operationPermissions[call.operation]) {
      if (!isAskedFor(permission, call, parameters)) continue;
      const need = needFor(permission, call, parameters);
      if (need !== undefined) merge(needs, need);
    }
  }
  return [...needs.values()];
}

/**
 * Parts and completion carry no ACL, encryption or class header of their own: they are of the need that their
 * upload begins with.
 */
function visibleParameters(call: AwsCall, calls: readonly AwsCall[]): AwsCall["parameters"] {
  if (!partsOfUpload.has(call.operation)) return call.parameters;
  const creation = calls.find(
    (other) =>
      other.operation === "CreateMultipartUpload" &&
      other.on.bucket === call.on.bucket &&
      scopeText(other.on) === scopeText(call.on),
  );
  return { ...creation?.parameters, ...call.parameters };
}

const partsOfUpload: ReadonlySet<S3Operation> = new Set([
  "UploadPart",
  "UploadPartCopy",
  "CompleteMultipartUpload",
]);

function isAskedFor(
  permission: OperationPermission,
  { carriesTags }: AwsCall,
  parameters: AwsCall["parameters"],
): boolean {
  if (permission.when === undefined) return true;
  switch (permission.when) {
    case "sendsAcl":
      return Object.keys(parameters).some(
        (name) => name === "x-amz-acl" || name.startsWith("x-amz-grant-"),
      );
    case "carriesTags":
      return carriesTags === true;
    case "copiesTags":
      return parameters["x-amz-tagging-directive"] !== "REPLACE";
  }
}

function needFor(
  permission: OperationPermission,
  call: AwsCall,
  parameters: AwsCall["parameters"],
): Need | undefined {
  const scope = permission.on === "copySource" ? call.from : call.on;
  if (scope === undefined) return undefined;
  return {
    action: permission.action,
    bucket: scope.bucket,
    ...(permission.on === "bucket" ? { resource: s3Arn(scope.bucket) } : objectResource(scope)),
    side: permission.on === "copySource" ? "source" : call.side,
    context:
      permission.on === "copySource"
        ? contextOfSource(permission, parameters)
        : contextOf(parameters),
    because: [call.operation],
    essential: permission.occasion === "always" || permission.occasion === "if-large",
    occasion: permission.occasion,
    ...(call.carriesTags && permission.action === "s3:PutObject" && { mayCarryTags: true }),
  };
}

function objectResource(scope: ObjectScope): Pick<Need, "resource" | "anyKeyUnder"> {
  const resource = s3Arn(scope.bucket, scopeText(scope));
  return scope.keys.kind === "key" ? { resource } : { resource, anyKeyUnder: true };
}

function scopeText(scope: ObjectScope): string {
  return scope.keys.kind === "key" ? scope.keys.key : scope.keys.prefix;
}

/** S3's condition keys are named for the header or query parameter: `s3:prefix`, `s3:x-amz-acl`. */
function contextOf(parameters: AwsCall["parameters"]): Need["context"] {
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([name]) =>
        /^(?:prefix|delimiter|max-keys|if-(?:none-)?match|x-amz-(?!copy-source-).+)$/.test(name),
      )
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [`s3:${name}`, [value]]),
  );
}

const CUSTOMER_KEY = "x-amz-server-side-encryption-customer-algorithm";

/** The headers of a copy are judged with the write; reading the source has that of its customer's key alone. */
function contextOfSource(
  { action }: OperationPermission,
  parameters: AwsCall["parameters"],
): Need["context"] {
  const algorithm = parameters[CUSTOMER_KEY.replace("x-amz-", "x-amz-copy-source-")];
  if (action !== "s3:GetObject" || algorithm === undefined) return {};
  return { [`s3:${CUSTOMER_KEY}`]: [algorithm] };
}

// No policy sees it: it only says that S3 opens the object to show its sum.
const CHECKSUM_MODE = "s3:x-amz-checksum-mode";

function merge(needs: Map<string, Need>, need: Need): void {
  const seen = Object.entries(need.context).filter(([name]) => name !== CHECKSUM_MODE);
  const identity = JSON.stringify([
    need.action,
    need.resource,
    need.anyKeyUnder === true,
    need.side,
    need.occasion === "if-tagged",
    seen,
  ]);
  const known = needs.get(identity);
  if (known === undefined) {
    needs.set(identity, need);
    return;
  }
  const because = [...new Set([...known.because, ...need.because])];
  const first = weightOf(known) >= weightOf(need) ? known : need;
  needs.set(identity, { ...first, because, context: { ...known.context, ...need.context } });
}
