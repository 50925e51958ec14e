import { type PlanTotals, readableSize, type Verdict } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";

/** What a dry run comes to, and whether the run itself would be let through where that was asked. */
export function renderTotals(
  { transfers, transferBytes, deletions, requests, cost }: PlanTotals,
  verdict: Verdict | undefined,
  { sync }: Catalogue,
): string {
  const kinds = Object.entries(requests).map(([operation, count]) => `${count} ${operation}`);
  const lines = [
    sync.totals({ transfers, size: readableSize(transferBytes), deletions }),
    sync.requests(kinds.join(", ")),
    sync.cost({ ...cost, dollars: cost.dollars.toFixed(cost.dollars < 0.01 ? 6 : 2) }),
    ...(verdict === undefined ? [] : [sync.verdicts[verdict]]),
  ];
  return `${lines.join("\n")}\n`;
}
