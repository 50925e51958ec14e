import type { PublicAccessFlags } from "../../policy/index.ts";
import type { NamedPrincipal } from "../state/iam-tables.ts";
import type { Store, Table } from "../state/store.ts";
import type { JobRow, TaskRow } from "./jobs/job-row.ts";

/** An access point. */
export interface AccessPointRow {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly bucket: string;
  readonly alias: string;
  /** The only VPC that it may be used from; the internet when absent. */
  readonly vpc?: string;
  readonly publicAccessBlock: PublicAccessFlags;
  /** The text of its policy. */
  readonly policy?: string;
  /** Whom the policy named when it was written, by the ids that they had. */
  readonly named?: readonly NamedPrincipal[];
  readonly createdMs: number;
}

/** What S3 Control keeps. */
export interface S3ControlTables {
  /** `[account]`: Block Public Access of whole accounts, where it is set. */
  readonly accountBlocks: Table<PublicAccessFlags>;
  /** `[account, region, name]` */
  readonly accessPoints: Table<AccessPointRow>;
  /** `[alias]`: the key of its access point. */
  readonly aliases: Table<readonly [account: string, region: string, name: string]>;
  /** `[account, id]` */
  readonly jobs: Table<JobRow>;
  /** `[account, token]`: the job that a request made, and the SHA-256 of that request. */
  readonly jobTokens: Table<{ readonly id: string; readonly digest: string }>;
  /** `[job, number]`, the number with ten digits. */
  readonly jobTasks: Table<TaskRow>;
}

/** The row of a task, by its place in the manifest. */
export function taskKey(job: string, number: number): readonly [string, string] {
  return [job, String(number).padStart(10, "0")];
}

/** Declares the tables of S3 Control. */
export function s3ControlTables(store: Store): S3ControlTables {
  return {
    accountBlocks: store.table("s3control.accountBlocks", { cached: true }),
    accessPoints: store.table("s3control.accessPoints", { cached: true }),
    aliases: store.table("s3control.aliases", { cached: true }),
    jobs: store.table("s3control.jobs", { cached: true }),
    jobTokens: store.table("s3control.jobTokens"),
    jobTasks: store.table("s3control.jobTasks"),
  };
}
