import { atBucket } from "./access-point.ts";
import type { JsonKeyUse, JsonLayers, KnownRequest } from "./policy-json.ts";

interface KeyCall {
  readonly request: KnownRequest;
  readonly layers: JsonLayers;
}

// R71.
const ACTIONS = {
  read: ["kms:Decrypt"],
  write: ["kms:GenerateDataKey"],
  multipartWrite: ["kms:GenerateDataKey", "kms:Decrypt"],
} as const;

/** What S3 asks of KMS in the caller's name (R71 to R76). */
export function keyCalls(request: KnownRequest, layers: JsonLayers): readonly KeyCall[] {
  if (!/^s3:/i.test(request.action)) return [];
  return (layers.keys ?? []).flatMap((use) =>
    ACTIONS[use.purpose].map((action) => ({
      request: {
        caller: request.caller,
        action,
        resource: use.arn,
        resourceAccount: use.arn.split(":")[4] ?? "",
        context: contextOf(request, layers, use),
      },
      layers: layersOf(layers, use),
    })),
  );
}

/** The caller's policies with the key's; no endpoint, no settings of the bucket (R72, R76). */
function layersOf(layers: JsonLayers, { policy, grants, resourceControl }: JsonKeyUse): JsonLayers {
  const { identity, boundary, session, serviceControl, managementAccounts, canonicalIds } = layers;
  return {
    identity,
    ...(boundary && { boundary }),
    ...(session && { session }),
    ...(serviceControl && { serviceControl }),
    ...(managementAccounts && { managementAccounts }),
    ...(canonicalIds && { canonicalIds }),
    ...(resourceControl && { resourceControl }),
    resource: policy,
    grants,
  };
}

const OF_CALLER =
  /^aws:(principal.*|userid|username|multifactorauth.*|tokenissuetime|currenttime)$/;

/** R74 to R76. */
function contextOf(
  request: KnownRequest,
  { accessPoint }: JsonLayers,
  use: JsonKeyUse,
): KnownRequest["context"] {
  const { resource } = accessPoint === undefined ? request : atBucket(request, accessPoint);
  const pairs: Readonly<Record<string, string>> = {
    ...use.encryptionContext,
    "aws:s3:arn": use.bucketKey ? (resource.split("/")[0] ?? "") : resource,
  };
  const [, , , region = "", account = ""] = use.arn.split(":");
  return new Map<string, readonly string[]>([
    ...[...request.context].filter(([key]) => OF_CALLER.test(key)),
    ["aws:sourceip", ["AWS Internal"]],
    ["aws:securetransport", ["true"]],
    ["aws:viaawsservice", ["true"]],
    ...Object.entries(use.context ?? {}),
    ["aws:resourceaccount", [account]],
    ["kms:viaservice", [`s3.${region}.amazonaws.com`]],
    ...("account" in request.caller
      ? [["kms:calleraccount", [request.caller.account]] as const]
      : []),
    ["kms:encryptioncontextkeys", Object.keys(pairs)],
    ...Object.entries(pairs).map(
      ([name, value]) => [`kms:encryptioncontext:${name.toLowerCase()}`, [value]] as const,
    ),
  ]);
}
