import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Arguments } from "../src/cli/arguments/option.ts";
import { parseArguments } from "../src/cli/arguments/parse-arguments.ts";
import { english } from "../src/cli/catalogue/english/english.ts";
import { japanese } from "../src/cli/catalogue/japanese/japanese.ts";
import { identityFlags, IDENTITY_OPTIONS } from "../src/cli/commands/job-options.ts";
import { TRANSFER_OPTIONS, transferOptions } from "../src/cli/commands/transfer-options.ts";
import { DEFAULT_SYNC_OPTIONS, type Job, readJob } from "../src/app/index.ts";
import type { CauseId } from "../src/access/index.ts";
import type { CallShapes, Given, Story } from "../src/web/ui/view/given.ts";
import { loadCauseCases } from "../test/causes/cause-case.ts";
import { shellWords } from "../test/causes/shell-words.ts";

/** What the page begins with wherever it is opened: a story for every cause that a world shows, and the calls of a sync. */
export function pageStories(): Given {
  const causes = loadCauseCases("catalogue").flatMap(([, { cause, world, call, check, fix }]) => {
    const { as, run } = call;
    if (check === undefined || check.verdict === "allowed" || as === undefined) return [];
    const told = { id: world, titles: titlesOf(cause), world: `causes/${world}`, as, run };
    return [storyOf({ ...told, usesTls: fix.https !== true })];
  });
  const { multipartThreshold } = DEFAULT_SYNC_OPTIONS;
  return { stories: [twoAccounts(), ...causes], shapes: shapes(), multipartThreshold };
}

function twoAccounts(): Story {
  return storyOf({
    id: "two-accounts",
    titles: {
      en: "two accounts, administrators on both sides: the other bucket has no policy",
      ja: "2 つのアカウント、両側とも管理者: 相手のバケットにポリシーがない",
    },
    world: "two-accounts",
    as: "dev-a",
    run: "aws s3 sync s3://dev-a-111111111111 s3://dev-b-222222222222",
    usesTls: true,
  });
}

function titlesOf(cause: string): Story["titles"] {
  const id = cause as CauseId;
  return { en: `${cause}: ${english.causes[id]}`, ja: `${cause}: ${japanese.causes[id]}` };
}

interface Told {
  readonly id: string;
  readonly titles: Story["titles"];
  readonly world: string;
  readonly as: string;
  readonly run: string;
  readonly usesTls: boolean;
}

function storyOf({ id, titles, world, as, run, usesTls }: Told): Story {
  const path = join(import.meta.dirname, "..", "worlds", `${world}.yaml`);
  const words = shellWords(run, new Map()).words.slice(3);
  const args = parseArguments("sync", words, { ...IDENTITY_OPTIONS, ...TRANSFER_OPTIONS });
  const { calls, identities } = jobOf(args);
  return {
    id,
    titles,
    world: readFileSync(path, "utf8"),
    profile: as,
    line: `${run.replace(/^aws s3/, "sluice")} --profile ${as}`,
    calls,
    acceptsCharges: identities.requestPayer === true,
    usesTls,
  };
}

function jobOf(args: Arguments): Job {
  const [source = "", destination = ""] = args.positionals;
  const flags = { options: transferOptions(args), identities: identityFlags(args) };
  return readJob({ source, destination, cwd: "/", ...flags });
}

function shapes(): CallShapes {
  const [options, identities] = [DEFAULT_SYNC_OPTIONS, { ownerProfiles: [] }];
  const between = (source: string, destination: string): CallShapes["copy"] =>
    readJob({ source, destination, cwd: "/", options, identities }).calls;
  return {
    copy: between("s3://source", "s3://destination"),
    upload: between("/files", "s3://destination"),
    download: between("s3://source", "/files"),
  };
}
