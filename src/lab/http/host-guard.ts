/** Where a request's `Host` points: the lab itself, a bucket on it, or somewhere else. */
export type HostTarget =
  | { readonly kind: "lab" }
  | { readonly kind: "bucket"; readonly bucket: string }
  | { readonly kind: "foreign" };

/**
 * Tells the lab's own names from foreign ones. A page on the web can make a name of its own
 * resolve to 127.0.0.1 (DNS rebinding); its requests still carry that name in `Host`.
 */
export function readHost(host: string | undefined): HostTarget {
  const name = (host ?? "").toLowerCase().replace(/:\d{1,5}$/, "");
  if (name === "127.0.0.1" || name === "localhost" || name === "[::1]") return { kind: "lab" };
  const bucket = /^(.+?)(?:\.s3)?\.localhost$/.exec(name)?.[1];
  if (bucket === undefined) return { kind: "foreign" };
  return bucket === "s3" || bucket === "sts" || bucket === "iam"
    ? { kind: "lab" }
    : { kind: "bucket", bucket };
}
