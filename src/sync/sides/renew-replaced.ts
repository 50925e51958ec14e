import { AwsError } from "../../aws/index.ts";
import type { BucketSide } from "./bucket-side.ts";
import { ChangedSource } from "../transfer/changed-source.ts";
import { headOf } from "../transfer/examine.ts";
import { isTaken } from "../transfer/is-taken.ts";
import type { Entry } from "../ports.ts";
import type { Sides } from "./sides.ts";
import type { Workbench } from "../run/workbench.ts";

/**
 * The same sides, which transfer an object as it is now where it was replaced after its inventory was made: that
 * is days old, so a version that is refused for its ETag is no change during the run.
 */
export function renewReplaced(sides: Sides, from: BucketSide, bench: Workbench): Sides {
  return {
    ...sides,
    transfer: async (change, reporter) => {
      try {
        await sides.transfer(change, reporter);
      } catch (refusal) {
        const source = await replacementOf(change.source, { refusal, from, bench });
        if (source === undefined) throw refusal;
        reporter.sized(source.size);
        await sides.transfer({ ...change, source }, reporter);
      }
    },
  };
}

interface Refused {
  readonly refusal: unknown;
  readonly from: BucketSide;
  readonly bench: Workbench;
}

/** What is there instead of a listed object, where that is why it was refused. */
async function replacementOf(
  entry: Entry,
  { refusal, from, bench }: Refused,
): Promise<Entry | undefined> {
  if (!mayBeReplaced(refusal)) return undefined;
  const head = await headOf(from.listed(entry), bench).catch((error: unknown) => {
    // What refuses the look says less than what was refused before.
    if (error instanceof AwsError) throw refusal;
    throw error;
  });
  if (head === undefined || head.etag === entry.etag) return undefined;
  const { size, etag, modifiedMs } = head;
  return { ...entry, size, etag, modifiedMs };
}

function mayBeReplaced(refusal: unknown): boolean {
  if (refusal instanceof ChangedSource) return true;
  if (!(refusal instanceof AwsError)) return false;
  switch (refusal.code) {
    case "PreconditionFailed":
      return !isTaken(refusal);
    // It may have grown beyond the 5 GB that one request copies.
    case "InvalidRequest":
      return refusal.detail.operation === "CopyObject";
    default:
      return false;
  }
}
