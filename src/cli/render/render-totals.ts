import { type PlanTotals, readableSize, type Verdict } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { wrapText } from "./wrap-text.ts";

interface TotalsHints {
  /** Undefined where that was not asked. */
  readonly verdict: Verdict | undefined;
  /** Whether to tell what each engine would take. */
  readonly compares: boolean;
  /** Whether objects go from bucket to bucket through this machine. */
  readonly streams: boolean;
  /** Columns to wrap at; undefined for no wrapping. */
  readonly width: number | undefined;
}

/** What a dry run comes to, and whether the run itself would be let through where that was asked. */
export function renderTotals(
  { transfers, transferBytes, deletions, requests, cost, engines = [] }: PlanTotals,
  { verdict, compares, streams, width }: TotalsHints,
  { sync, jobs }: Catalogue,
): string {
  const kinds = Object.entries(requests).map(([operation, count]) => `${count} ${operation}`);
  const lines = [
    sync.totals({ transfers, size: readableSize(transferBytes), deletions }),
    ...(streams ? [sync.streams] : []),
    sync.requests(kinds.join(", ")),
    sync.cost({ ...cost, dollars: dollarsText(cost.dollars) }),
    ...(compares ? engines : []).map((engine) =>
      jobs.engine({ ...engine, dollars: dollarsText(engine.dollars) }),
    ),
    ...(verdict === undefined ? [] : [sync.verdicts[verdict]]),
  ];
  return lines.flatMap((line) => wrapBehindLabel(line, width)).join("");
}

/** The lines of a text, set in behind the label that it begins with. */
function wrapBehindLabel(line: string, width: number | undefined): readonly string[] {
  const [, label = "", text = ""] = /^(\S+ {2,})?(.*)$/s.exec(line) ?? [];
  return wrapText(text, { first: label, width }).map((each) => `${each}\n`);
}

function dollarsText(dollars: number): string {
  return dollars.toFixed(dollars < 0.01 ? 6 : 2);
}
