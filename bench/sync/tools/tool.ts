import type { Scenario } from "../scenario.ts";
import type { S3Access } from "../s3-requests.ts";
import type { Transfer } from "../transfer.ts";
import type { Command } from "../measure-command.ts";

/** One run of one tool. */
export interface Task {
  readonly scenario: Scenario;
  readonly transfer: Transfer;
  /** The server, or the TLS front before it. */
  readonly url: string;
  readonly access: S3Access;
  /** A directory for the tool's settings. */
  readonly folder: string;
  /** Of the authority to trust, through TLS; each tool has its own way to be told. */
  readonly caFile: string | undefined;
  /** What every tool gets: a home with nothing in it, keys, a region. */
  readonly env: Readonly<Record<string, string>>;
}

/** A sync tool with one way of setting it. */
export interface Tool {
  readonly name: string;
  /** What `--peers` calls it. */
  readonly family: string;
  readonly version: string;
  /** How it runs as it comes, or at its best settings. */
  readonly settings: "default" | "tuned";
  /** Undefined where it cannot do this. */
  commandFor(task: Task): Promise<Command | undefined>;
}
