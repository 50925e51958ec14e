import type { SizesSeen } from "../../../access/index.ts";
import type { AwsCall } from "../../../aws/index.ts";

/** The languages of the page. */
export type Language = "en" | "ja";

/** The calls of a run, and what else it says to AWS. */
export interface Run {
  /** As it is typed. */
  readonly line: string;
  /** Who runs it: a profile of the world. */
  readonly profile: string;
  readonly calls: readonly AwsCall[];
  /** Whether its requests say that it pays for them. */
  readonly acceptsCharges: boolean;
  /** Whether they go over TLS, which policies can see. */
  readonly usesTls: boolean;
  /** Of what it transfers, where anybody knows. */
  readonly sizes?: SizesSeen;
}

/** A run in a world that comes with the page. */
export interface Story extends Run {
  readonly id: string;
  readonly titles: Readonly<Record<Language, string>>;
  /** The text of its world file. */
  readonly world: string;
}

/**
 * The calls of a sync between two places, between the buckets `source` and `destination`: those of any other
 * sync are the same but for names and prefixes.
 */
export interface CallShapes {
  readonly copy: readonly AwsCall[];
  readonly upload: readonly AwsCall[];
  readonly download: readonly AwsCall[];
}

/** What the page begins with. */
export interface Given {
  readonly stories: readonly Story[];
  readonly shapes: CallShapes;
  /** From how many bytes on a transfer goes in parts. */
  readonly multipartThreshold: number;
  /** A world file that the page is opened on. */
  readonly world?: { readonly name: string; readonly text: string };
  /** Where the lab runs that its server watches. */
  readonly lab?: string;
  /** The files of the runs that its server follows. */
  readonly runs?: readonly string[];
}
