import { type PlanTotals, readableSize, type Verdict } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";

/** What a dry run comes to, and whether the run itself would be let through where that was asked. */
export function renderTotals(
  { transfers, transferBytes, deletions, requests, cost, engines = [] }: PlanTotals,
  { verdict, compares }: { readonly verdict: Verdict | undefined; readonly compares: boolean },
  { sync, jobs }: Catalogue,
): string {
  const kinds = Object.entries(requests).map(([operation, count]) => `${count} ${operation}`);
  const lines = [
    sync.totals({ transfers, size: readableSize(transferBytes), deletions }),
    sync.requests(kinds.join(", ")),
    sync.cost({ ...cost, dollars: dollarsText(cost.dollars) }),
    ...(compares ? engines : []).map((engine) =>
      jobs.engine({ ...engine, dollars: dollarsText(engine.dollars) }),
    ),
    ...(verdict === undefined ? [] : [sync.verdicts[verdict]]),
  ];
  return `${lines.join("\n")}\n`;
}

function dollarsText(dollars: number): string {
  return dollars.toFixed(dollars < 0.01 ? 6 : 2);
}
