import { describe, expect, it } from "vitest";
import {
  callerContext,
  type ContextValue,
  outcomeForKey,
  type Residual,
  residualOf,
} from "../../src/policy/index.ts";
import { layersOf, type RowLayers } from "../policy/row-layers.ts";
import { type CallerName, callers } from "../support/callers.ts";
import { loadCorpus } from "../support/corpus.ts";

/** One permission on every key under a prefix, with the policies that bear on it. */
interface ResidualRow extends RowLayers {
  readonly caller: CallerName;
  readonly action: string;
  /** `arn:aws:s3:::bucket/prefix`. */
  readonly under: string;
  readonly resourceAccount: string;
  readonly context?: Readonly<Record<string, ContextValue>>;
}

function residualOfRow(row: ResidualRow): Residual {
  const { action, under: resource, resourceAccount } = row;
  const caller = callers[row.caller];
  const context = new Map([...callerContext(caller), ...Object.entries(row.context ?? {})]);
  const request = { caller, action, resource, anyKeyUnder: true, resourceAccount, context };
  return residualOf(request, layersOf(row));
}

describe("a permission under a prefix", () => {
  it.each(loadCorpus<ResidualRow, Residual>("residual"))("%s", (_name, { given, want }) => {
    expect(residualOfRow(given)).toEqual(want);
  });

  it("is cut short where the sets of keys are too many", () => {
    const readers = Array.from({ length: 80 }, (_, i) => [
      { Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::data-a/*-${i}-*` },
    ]);
    const owners = Array.from({ length: 80 }, (_, i) => [
      { Effect: "Deny", Action: "s3:GetObject", Resource: `arn:aws:s3:::data-a/${i}/*` },
    ]);
    const residual = residualOfRow({
      caller: "bob",
      action: "s3:GetObject",
      under: "arn:aws:s3:::data-a/",
      resourceAccount: "111111111111",
      identity: [...readers, ...owners],
    });
    expect(residual).toMatchObject({ cutShort: true });
    expect(outcomeForKey(residual, "data-a/0/x")).toBe("explicitDeny");
    expect(outcomeForKey(residual, "data-a/79/x")).toBe("unknown");
  });
});
