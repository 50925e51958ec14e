import { type PlanTotals, readableSize, type Verdict } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { wrapBehindLabel } from "./wrap-text.ts";

interface TotalsHints {
  /** Undefined where that was not asked. */
  readonly verdict: Verdict | undefined;
  /** Whether to tell what each engine would take. */
  readonly compares: boolean;
  /** How objects go from bucket to bucket, where that was a question. */
  readonly way: string | undefined;
  /** Columns to wrap at; undefined for no wrapping. */
  readonly width: number | undefined;
}

/** What a dry run comes to, and whether the run itself would be let through where that was asked. */
export function renderTotals(
  { transfers, transferBytes, deletions, requests, cost, engines = [] }: PlanTotals,
  { verdict, compares, way, width }: TotalsHints,
  { sync, jobs }: Catalogue,
): string {
  const kinds = Object.entries(requests).map(([operation, count]) => `${count} ${operation}`);
  const lines = [
    sync.totals({ transfers, size: readableSize(transferBytes), deletions }),
    ...(way === undefined ? [] : [way]),
    sync.requests(kinds.join(", ")),
    sync.cost({ ...cost, dollars: dollarsText(cost.dollars) }),
    ...(compares ? engines : []).map((engine) =>
      jobs.engine({ ...engine, dollars: dollarsText(engine.dollars) }),
    ),
    ...(verdict === undefined ? [] : [sync.verdicts[verdict]]),
  ];
  return lines.map((line) => wrapBehindLabel(line, width)).join("");
}

function dollarsText(dollars: number): string {
  return dollars.toFixed(dollars < 0.01 ? 6 : 2);
}
