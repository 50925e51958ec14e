import type { SizesSeen } from "../access/index.ts";
import { keyFilter, rootedFilters } from "../sync/index.ts";
import type { Job } from "./job.ts";
import type { SizeSample } from "./size-sample.ts";

/** What was looked at of each side. */
interface Samples {
  readonly source: SizeSample | undefined;
  /** Of a sync into a bucket. */
  readonly destination: SizeSample | undefined;
}

type Sampled = SizeSample["entries"][number];

/** What samples tell of the sizes that a job transfers; undefined where they tell nothing of it. */
export function sizesOf(job: Job, samples: Samples): SizesSeen | undefined {
  const { source, destination, options } = job;
  if (samples.source === undefined || isOfOthers(job)) return undefined;
  const { multipartThreshold: threshold } = options;
  const takesPart = keyFilter(rootedFilters(options.filters, [source, destination]));
  const entries = samples.source.entries.filter(({ key }) => takesPart(key));
  const large = entries.filter(({ size }) => size >= threshold);
  const sure = large.filter((entry) => isTransferred(entry, job, samples.destination));
  const isWhole = samples.source.isWhole && sure.length === large.length;
  return { threshold, looked: entries.length, large: sure.length, isWhole };
}

/** Nothing of the source says what a plan has kept, or what a backup takes of the destination. */
function isOfOthers({ backup, calls, options }: Job): boolean {
  const isInParts = calls.some(({ operation }) => operation === "CreateMultipartUpload");
  return !isInParts || backup !== undefined || options.planFile !== undefined;
}

/** Whether an object surely goes over: what is archived, or may be there already, may not. */
function isTransferred(
  { key, size, storageClass = "STANDARD" }: Sampled,
  { options, work }: Job,
  there: SizeSample | undefined,
): boolean {
  if (/^(?:GLACIER|DEEP_ARCHIVE)$/.test(storageClass) && !options.forceGlacierTransfer)
    return false;
  if (work !== "sync") return true;
  if (there === undefined) return false;
  const known = there.entries.find((entry) => entry.key === key);
  if (known !== undefined) return known.size !== size && !options.noOverwrite && !options.update;
  const last = there.entries.at(-1);
  return there.isWhole || (last !== undefined && isBefore(key, last.key));
}

/** Whether S3 lists one key before another: by their UTF-8. */
function isBefore(one: string, other: string): boolean {
  return Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0;
}
