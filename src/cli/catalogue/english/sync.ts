import type { SyncWords } from "../catalogue.ts";

export const sync: SyncWords = {
  totals: ({ transfers, size, deletions }) =>
    `plan      ${transfers} to transfer (${size}), ${deletions} to delete`,
  requests: (kinds) => `requests  ${kinds}`,
  cost: ({ dollars, priceList, pricesOf }) =>
    `cost      about $${dollars} for requests alone (${priceList}, prices of ${pricesOf})`,
  verdicts: {
    allowed: "check     the run has every permission that it takes",
    denied: "check     the run would be stopped: see `sluice check`",
    unknown: "check     not every permission of the run could be told: see `sluice check`",
  },
};
