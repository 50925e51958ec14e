const VENDOR = "Resource vendor must be fully qualified and cannot contain regexes.";

/** What IAM says of a resource that is neither `*` nor an ARN. */
export function resourceFault(resource: string): string {
  const [prefix, partition = "", ...rest] = resource.split(":");
  if (prefix !== "arn" || !resource.includes(":")) {
    return `Resource ${resource} must be in ARN format or "*".`;
  }
  if (!isPartition(partition)) {
    const [service = "*", region = "*", account = "*", ...name] = rest;
    const arn = `arn:${partition}:${service}:${region}:${account}:${name.join(":") || "*"}`;
    return `Partition "${partition}" is not valid for resource "${arn}".`;
  }
  return /^[a-z0-9-]+$/.test(rest[0] ?? "") ? "The policy failed legacy parsing" : VENDOR;
}

/** What IAM holds against a resource though it is an ARN. */
export function arnFault(resource: string): string | undefined {
  if (resource === "*") return undefined;
  const [, partition = "", service, region = "", , name = ""] = resource.split(":");
  if (!isPartition(partition)) return resourceFault(resource);
  if (region === "") return undefined;
  // Buckets and objects have no region in their ARNs; access points, jobs and their like have.
  if (service === "s3" && !/^(?:accesspoint|job|storage-lens|access-grants)/.test(name))
    return `Resource ${resource} can not contain region information.`;
  return service === "iam"
    ? `IAM resource ${resource} cannot contain region information.`
    : undefined;
}

/** Partitions may be wild in a policy. */
function isPartition(partition: string): boolean {
  return /^(?:aws(?:-[a-z-]+)?|.*[*?].*)$/.test(partition);
}
