import { createHash } from "node:crypto";
import { percentDecode } from "../../src/aws/index.ts";
import type { BatchJobs, BatchOrder, DescribedJob } from "../../src/sync/index.ts";
import type { MemoryCloud } from "../support/memory-bucket.ts";

/** Jobs of S3 Batch Operations over buckets in memory: each runs when it is created. */
export class MemoryJobs implements BatchJobs {
  readonly orders: BatchOrder[] = [];
  readonly manifests: string[] = [];
  /** Keys that jobs may not copy. */
  refused: ReadonlySet<string> = new Set();
  /** How a job ends, where not with its tasks. */
  ending: Partial<DescribedJob> = {};
  /** Changes a file of a report before it is written. */
  tamper: (text: string) => string = (text) => text;
  readonly #cloud: MemoryCloud;
  readonly #jobs = new Map<string, DescribedJob>();

  constructor(cloud: MemoryCloud) {
    this.#cloud = cloud;
  }

  create(order: BatchOrder): Promise<{ id: string; region: string }> {
    const id = `job-${this.orders.push(order)}`;
    const lines = this.#tasks(order);
    const failed = lines.filter((line) => line.includes(",failed,")).length;
    this.#writeReport(order, id, lines);
    const { description, report } = order;
    const counts = { total: lines.length, succeeded: lines.length - failed, failed };
    const job = { id, status: "Complete", description, createdMs: 0, failures: [], report };
    this.#jobs.set(id, { ...job, ...counts, ...this.ending });
    return Promise.resolve({ id, region: "eu-west-1" });
  }

  describe(id: string): Promise<DescribedJob> {
    const job = this.#jobs.get(id);
    return job === undefined ? Promise.reject(new Error("no job")) : Promise.resolve(job);
  }

  /** Changes how a job stands. */
  become(id: string, change: Partial<DescribedJob>): void {
    const job = this.#jobs.get(id);
    if (job !== undefined) this.#jobs.set(id, { ...job, ...change });
  }

  async *list(): AsyncGenerator<DescribedJob, void, undefined> {
    for (const id of this.#jobs.keys()) yield await this.describe(id);
  }

  #tasks({ manifest, destinationBucket, destinationFolder }: BatchOrder): readonly string[] {
    const text = this.#cloud.bucket(manifest.bucket).text(manifest.key) ?? "";
    this.manifests.push(text);
    return text
      .trimEnd()
      .split("\n")
      .map((line) => {
        const [bucket = "", encoded = ""] = line.split(",");
        const key = percentDecode(encoded) ?? "";
        if (this.refused.has(key)) {
          return `${line},,failed,403,AccessDenied,"Access Denied (Service: Amazon S3; Status Code: 403; Proxy: null)"\n`;
        }
        const to = destinationFolder === undefined ? key : `${destinationFolder}/${key}`;
        const body = this.#cloud.bucket(bucket).text(key) ?? "";
        this.#cloud.bucket(destinationBucket).seed(to, body);
        return `${line},,succeeded,200,,Successful\n`;
      });
  }

  #writeReport({ report }: BatchOrder, id: string, lines: readonly string[]): void {
    const bucket = this.#cloud.bucket(report.bucket);
    const folder = `${report.prefix}/job-${id}`;
    const Results = ["succeeded", "failed"].map((status) => {
      const text = lines.filter((line) => line.includes(`,${status},`)).join("");
      const Key = `${folder}/results/${status}.csv`;
      bucket.seed(Key, this.tamper(text));
      return { TaskExecutionStatus: status, MD5Checksum: md5(text), Key };
    });
    const manifest = JSON.stringify({ Results });
    bucket.seed(`${folder}/manifest.json`, manifest);
    bucket.seed(`${folder}/manifest.json.md5`, md5(manifest));
  }
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
