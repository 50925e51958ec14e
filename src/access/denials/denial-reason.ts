import type { Denial, DenialLayer } from "./denial.ts";

type Reason = Pick<Denial, "layer" | "effect" | "policyArn">;

// IAM User Guide, Troubleshoot access denied error messages; S3 User Guide, Troubleshoot access denied.
const layersByPhrase: Readonly<Record<string, DenialLayer>> = {
  "identity-based policy": "identity",
  "resource-based policy": "resource",
  "service control policy": "serviceControl",
  "resource control policy": "resourceControl",
  "permissions boundary": "boundary",
  "session policy": "session",
  // The IAM page prints it so once.
  "sessions policy": "session",
  "vpc endpoint policy": "vpcEndpoint",
  "role trust policy": "roleTrust",
};

const phrase = Object.keys(layersByPhrase).join("|");
const implicit = new RegExp(`because no (${phrase}) allows`, "i");
const explicit = new RegExp(
  `with an explicit deny(?: in (?:an?|the) (${phrase})(?:[:,]? ?(?:with policy ARN: ?)?(arn:[^\\s"'\`,;)]+))?)?`,
  "i",
);

const settings: readonly (readonly [RegExp, Reason])[] = [
  [
    /public policies are (?:blocked|prevented) by the BlockPublicPolicy/i,
    { layer: "blockPublicPolicy", effect: "explicit" },
  ],
  [
    /ACLs\)? are (?:blocked|prevented) by the BlockPublicAcls/i,
    { layer: "blockPublicAcls", effect: "explicit" },
  ],
  [/object protected by object lock/i, { layer: "objectLock", effect: "explicit" }],
  [
    /blocked upload requests that specify .*\(SSE-C\)/i,
    { layer: "sseCBlocked", effect: "explicit" },
  ],
  // Who comes with a token of another has no policy yet: the role's trust policy decides alone.
  [/Not authorized to perform sts:AssumeRoleWith/, { layer: "roleTrust" }],
  // Undocumented; seen in real logs of gateway endpoints.
  [
    /VPC endpoints do not support cross-region requests/i,
    { layer: "vpcEndpoint", effect: "explicit" },
  ],
  [/on this resource because the resource does not exist in this Region/i, { layer: "key" }],
  [/The ciphertext refers to a customer master key that does not exist/i, { layer: "key" }],
];

/** Reads the clause that names the layer; empty when the text names none. */
export function denialReason(text: string): Reason {
  const silent = implicit.exec(text)?.[1];
  if (silent !== undefined) return { ...layerOf(silent), effect: "implicit" };
  const setting = settings.find(([pattern]) => pattern.test(text));
  if (setting !== undefined) return setting[1];
  const denied = explicit.exec(text);
  if (denied === null) return {};
  const [, named, policyArn] = denied;
  return {
    ...(named !== undefined && layerOf(named)),
    effect: "explicit",
    ...(policyArn !== undefined && { policyArn: policyArn.replace(/\.+$/, "") }),
  };
}

function layerOf(named: string): Pick<Reason, "layer"> {
  const layer = layersByPhrase[named.toLowerCase()];
  return layer === undefined ? {} : { layer };
}
