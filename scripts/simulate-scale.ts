import { OBJECTS_IN_JOB } from "../src/sync/batch/batch-limits.ts";
import { dollarsOf } from "../src/sync/plan/request-prices.ts";

// S3 User Guide, Best practices design patterns: per prefix and second.
const WRITES = 3_500;
// 32 list requests in flight at a tenth of a second each, 1,000 keys a page.
const KEYS_LISTED = 320_000;
// Bytes of a manifest's line, and of what is kept on disk of an object until its job's report is read.
const MANIFEST_LINE = 70;
const KEPT = 60;

const COUNTS = [1e6, 1e9, 1e10];
const PREFIXES = [1, 100];

function hours(seconds: number): string {
  return `${(seconds / 3_600).toFixed(1)} h`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

function dollars(amount: number): string {
  return `$${amount.toFixed(0)}`;
}

/** What a first sync of so many small objects from bucket to bucket comes to, by jobs. */
function rowOf(objects: number): readonly string[] {
  const lists = objects / 1_000;
  const jobs = Math.ceil(objects / OBJECTS_IN_JOB);
  const copies = dollarsOf({ CopyObject: objects, ListObjectsV2: lists });
  return [
    objects.toExponential(0),
    String(jobs),
    lists.toExponential(0),
    hours(objects / KEYS_LISTED),
    ...PREFIXES.map((prefixes) => hours(objects / WRITES / prefixes)),
    gigabytes(objects * MANIFEST_LINE),
    gigabytes(objects * KEPT),
    dollars(copies),
    dollars(jobs * 0.25 + objects / 1e6),
  ];
}

const HEAD = [
  "objects",
  "jobs",
  "list requests",
  "listing",
  ...PREFIXES.map((prefixes) => `copying, ${prefixes} prefix${prefixes === 1 ? "" : "es"}`),
  "manifests",
  "disk",
  "requests",
  "jobs' fees",
];

for (const row of [HEAD, HEAD.map(() => "---"), ...COUNTS.map(rowOf)]) {
  process.stdout.write(`| ${row.join(" | ")} |\n`);
}
