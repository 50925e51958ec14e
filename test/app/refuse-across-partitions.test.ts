import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openClients } from "../../src/app/clients.ts";
import { type IdentityFlags, readJob } from "../../src/app/job.ts";
import { DEFAULT_SYNC_OPTIONS } from "../../src/sync/index.ts";
import { loadCorpus } from "../support/corpus.ts";
import { closeHome, openHome } from "../support/open-home.ts";

interface Given {
  readonly source: string;
  readonly destination: string;
  readonly identities: Partial<IdentityFlags>;
  readonly env?: Readonly<Record<string, string>>;
}

const PROFILES: Readonly<Record<string, readonly string[]>> = {
  cn: ["region = cn-north-1"],
  us: ["region = us-east-1"],
  "no-region": [],
  "cn-role": [
    "role_arn = arn:aws-cn:iam::333333333333:role/Sync",
    "source_profile = cn",
    "region = us-east-1",
  ],
};
const KEYS = "aws_access_key_id = AKIAEXAMPLEEXAMPLE00\naws_secret_access_key = x\n";

let home: string;

beforeEach(async () => {
  const sections = Object.entries(PROFILES).map(([name, lines]) => {
    const keys = name === "cn-role" ? "" : KEYS;
    return `[profile ${name}]\n${keys}${lines.join("\n")}\n`;
  });
  home = await openHome(sections.join("\n"));
  for (const name of ["AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID"]) {
    vi.stubEnv(name, undefined);
  }
});

afterEach(async () => {
  await closeHome(home);
});

/** Nothing is sent until a client is used. */
test.each(loadCorpus<Given, "refused" | "taken">("across-partitions"))(
  "%s",
  async (_, { given, want }) => {
    for (const [name, value] of Object.entries(given.env ?? {})) vi.stubEnv(name, value);
    const { source, destination, identities } = given;
    const job = readJob({
      ...{ source, destination, cwd: "/", options: DEFAULT_SYNC_OPTIONS },
      identities: { ownerProfiles: [], ...identities },
    });
    const opened = openClients(job).then(
      async (clients) => {
        await clients.close();
        return "taken";
      },
      (error: unknown) => (/partition/.test(String(error)) ? "refused" : String(error)),
    );
    expect(await opened).toBe(want);
  },
);
