import { type AwsCall, type ObjectScope, parseS3Uri } from "../../../aws/index.ts";
import type { CallShapes } from "./given.ts";

/** One bucket and what the keys in it start with. */
interface Bucket {
  readonly bucket: string;
  readonly prefix: string;
}

interface Ends {
  readonly source: Bucket | undefined;
  readonly destination: Bucket | undefined;
}

/** The calls of a sync between two places as typed; whatever is no S3 URI is a path on a disk. */
export function callsBetween(
  shapes: CallShapes,
  source: string,
  destination: string,
): readonly AwsCall[] {
  const ends = { source: bucketOf(source), destination: bucketOf(destination) };
  return shapeOf(shapes, ends).map((call) => ({
    ...call,
    on: scopeIn(call.on, ends),
    ...(call.from && { from: scopeIn(call.from, ends) }),
    parameters: parametersIn(call, ends),
  }));
}

function shapeOf(shapes: CallShapes, { source, destination }: Ends): readonly AwsCall[] {
  if (source === undefined) return destination === undefined ? [] : shapes.upload;
  return destination === undefined ? shapes.download : shapes.copy;
}

function bucketOf(text: string): Bucket | undefined {
  if (!text.startsWith("s3://")) return undefined;
  const { bucket, prefix } = parseS3Uri(text);
  return { bucket, prefix: prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/` };
}

function scopeIn({ bucket, keys }: ObjectScope, ends: Ends): ObjectScope {
  const end = bucket === "source" ? ends.source : ends.destination;
  if (end === undefined || keys.kind === "key") return { bucket, keys };
  return { bucket: end.bucket, keys: { kind: "prefix", prefix: end.prefix } };
}

function parametersIn({ side, parameters }: AwsCall, ends: Ends): AwsCall["parameters"] {
  const prefix = ends[side]?.prefix;
  return parameters["prefix"] === undefined || prefix === undefined
    ? parameters
    : { ...parameters, prefix };
}
