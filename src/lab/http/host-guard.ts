/** Where a request's `Host` points: the lab itself, a bucket on it, or somewhere else. */
export type HostTarget =
  | { readonly kind: "lab"; readonly endpoint?: string }
  | { readonly kind: "bucket"; readonly bucket: string; readonly endpoint?: string }
  | { readonly kind: "foreign" };

/** Says whether a VPC endpoint has this id. */
type IsEndpoint = (id: string) => boolean;

/**
 * Tells the lab's own names from foreign ones. A page on the web can make a name of its own
 * resolve to 127.0.0.1 (DNS rebinding); its requests still carry that name in `Host`.
 * `vpce-….localhost`, and a bucket's name before it, point to the lab through that endpoint. No name
 * server has names that end in a number, as `111111111111.127.0.0.1` does, which SDKs make of the lab's
 * address.
 */
export function readHost(host: string | undefined, isEndpoint: IsEndpoint): HostTarget {
  const name = (host ?? "").toLowerCase().replace(/:\d{1,5}$/, "");
  if (name === "127.0.0.1" || name === "localhost" || name === "[::1]") return { kind: "lab" };
  const through = readEndpointHost(name, isEndpoint);
  if (through !== undefined) return through;
  const bucket = /^(.+?)(?:\.s3)?\.(?:localhost|127\.0\.0\.1)$/.exec(name)?.[1];
  if (bucket === undefined) return { kind: "foreign" };
  return bucket === "s3" || bucket === "sts" || bucket === "iam"
    ? { kind: "lab" }
    : { kind: "bucket", bucket };
}

function readEndpointHost(name: string, isEndpoint: IsEndpoint): HostTarget | undefined {
  const [, bucket, endpoint] = /^(?:(.+)\.)?(vpce-[0-9a-f]+)\.localhost$/.exec(name) ?? [];
  if (endpoint === undefined || !isEndpoint(endpoint)) return undefined;
  return bucket === undefined ? { kind: "lab", endpoint } : { kind: "bucket", bucket, endpoint };
}
