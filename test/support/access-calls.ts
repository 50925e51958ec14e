import type { AwsCall, ObjectScope } from "../../src/aws/index.ts";

/** What a copy between two prefixes sends at least: both listings and the copies. */
export function copyCalls(source: ObjectScope, destination: ObjectScope): readonly AwsCall[] {
  return [
    listing("source", source),
    listing("destination", destination),
    {
      operation: "CopyObject",
      side: "destination",
      on: destination,
      from: source,
      parameters: { "x-amz-tagging-directive": "REPLACE" },
    },
  ];
}

export function under(bucket: string, prefix = ""): ObjectScope {
  return { bucket, keys: { kind: "prefix", prefix } };
}

function listing(side: AwsCall["side"], on: ObjectScope): AwsCall {
  const prefix = on.keys.kind === "prefix" ? on.keys.prefix : on.keys.key;
  return { operation: "ListObjectsV2", side, on, parameters: { prefix } };
}
