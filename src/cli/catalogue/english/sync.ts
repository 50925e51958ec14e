import type { SyncWords } from "../catalogue.ts";

export const sync: SyncWords = {
  failedSoFar: (count, commonest) =>
    `${count} failed${commonest === undefined ? "" : `: ${commonest.cause} ${commonest.count}`}`,
  timeLeft: (seconds) => `${durationText(seconds)} left`,
  keptIn: (place) => `whatever was replaced or deleted is kept in ${place}`,
  failedKeys: ({ path, count }) => `all ${count} keys that failed, each with its error: ${path}`,
  totals: ({ transfers, size, deletions }) =>
    `plan      ${transfers} to transfer (${size}), ${deletions} to delete`,
  ways: {
    copy: (profile) =>
      `way       inside S3: ${profile === undefined ? "the default profile" : `profile ${profile}`} alone may do all of it`,
    other:
      "what S3 may not copy for one profile may go through this machine: the same with `--no-check`",
    stream: {
      uncertain:
        "way       through this machine: of neither profile is it certain that it alone may do all of it, with objects that are the bucket owner's, which S3 could then copy inside; `sluice check` with that one as `--profile` says what may be missing",
      unchecked:
        "way       through this machine, as nothing is checked; S3 copies inside where one profile may do all of it: give that one as `--profile`",
      "two-services": "way       through this machine, from one service to another",
    },
  },
  requests: (kinds) => `requests  ${kinds}`,
  cost: ({ dollars, jobs, priceList, pricesOf }) =>
    `cost      about $${dollars} for ${
      jobs === undefined ? "requests alone" : `requests and ${jobs} ${jobs === 1 ? "job" : "jobs"}`
    } (${priceList}, prices of ${pricesOf})`,
  verdicts: {
    allowed: "check     the run has every permission that it takes",
    denied: "check     the run would be stopped: see `sluice check`",
    unknown: "check     not every permission of the run could be told: see `sluice check`",
  },
  resumed: ({ run, transferred, size, deleted, listsAgain }) =>
    `resumed   run ${run}, which has transferred ${transferred} (${size}) and deleted ${deleted} before${
      listsAgain ? "; everything is listed again" : ""
    }`,
  keys: {
    hint: "keys: e explain failures, p pause, q finish what is under way and stop",
    paused: "paused: what is under way is finished, nothing more is begun; p goes on",
    goesOn: "going on",
    finishing: "finishing what is under way, then stopping; ctrl-c stops at once",
    finished: "stopped: what was under way is finished",
    noFailures: "nothing has failed so far",
  },
  damagedJournal: (line) =>
    `warning: line ${line} of the run's journal is damaged, so everything is listed again`,
  resumable: ({ command, uploads }) =>
    `go on with: ${command}${
      uploads === 0
        ? ""
        : `\n  ${uploads} uploads in parts are kept for it; their parts are billed until then`
    }`,
  notResumable: (reason) =>
    `warning: the run cannot be resumed, because its journal could not be written: ${reason}`,
  setRight: ({ byContent, without }) => {
    const options = without.join(" and ");
    const again = options === "" ? ", run again" : ` without ${options}`;
    const instead = options === "" ? "" : ` in place of ${options}`;
    return `what \`--verify\` found is set right by the same command${
      byContent ? again : ` with \`--checksum\`${instead}: by size and time it may look right`
    }`;
  },
  inAll: ({ before, now, all }) =>
    `in all    ${all.transferred} transferred (${all.size}): ${before.transferred} before, ${now.transferred} now; ${all.deleted} deleted: ${before.deleted} before, ${now.deleted} now`,
};

function durationText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
