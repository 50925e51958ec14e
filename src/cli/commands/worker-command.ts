import { type RangeNews, workForFleet } from "../../app/index.ts";
import { toldIn } from "../../aws/index.ts";
import type { Command, Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { packageVersion } from "../package-version.ts";
import { withoutPassword } from "../render/fleet-text.ts";
import { REDIS_OPTION, redisOf } from "./fleet-options.ts";
import { IDENTITY_OPTIONS, identityFlags } from "./job-options.ts";

/** Who acts here, where not whom the run names. */
const OWN = ["profile", "source-profile", "destination-profile", "region", "endpoint-url"];

export const command: Command = {
  operands: "",
  operandCount: { min: 0, max: 0 },
  options: {
    ...REDIS_OPTION,
    ...Object.fromEntries(Object.entries(IDENTITY_OPTIONS).filter(([name]) => OWN.includes(name))),
  },
  examples: [
    {
      says: {
        en: "on each machine; then, on one of them, `sluice sync … --on fleet --redis …`",
        ja: "各マシンで起動する。そのあと 1 台で `sluice sync … --on fleet --redis …` を実行する",
      },
      line: "sluice worker --redis redis://queue.internal:6379",
    },
  ],
  run: async (invocation) => {
    const { args, terminal, words } = invocation;
    const redis = redisOf(invocation);
    const { profile, sourceProfile, destinationProfile, region, endpointUrl } = identityFlags(args);
    const given = { profile, sourceProfile, destinationProfile, region, endpointUrl };
    await workForFleet({
      redis,
      identities: Object.fromEntries(Object.entries(given).filter(([, value]) => value)),
      version: packageVersion(),
      signal: terminal.interrupted,
      ready: () => {
        terminal.err(`${words.fleet.ready(withoutPassword(redis))}\n`);
      },
      tellFault: (error) => {
        terminal.err(`${words.fleet.fault(toldIn(error, words.language))}\n`);
      },
      tell: (news) => {
        terminal.out(`${lineOf(news, invocation)}\n`);
      },
    });
    return ExitCode.done;
  },
};

function lineOf(news: RangeNews, { words }: Invocation): string {
  const { run, after } = news;
  if ("counts" in news) return words.fleet.range({ run, after, ...news.counts });
  const reason = toldIn(news.error, words.language);
  return words.fleet.rangeFailed({ run, after, reason });
}
