import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { planGrant } from "../../src/app/grant.ts";
import { readJob } from "../../src/app/job.ts";
import { readWorldFile } from "../../src/app/world-file.ts";
import { english } from "../../src/cli/catalogue/english/english.ts";
import { japanese } from "../../src/cli/catalogue/japanese/japanese.ts";
import { type GrantNote, renderGrantNote } from "../../src/cli/render/render-grant-note.ts";
import { DEFAULT_SYNC_OPTIONS } from "../../src/sync/index.ts";

const WORLDS = join(import.meta.dirname, "..", "..", "worlds", "causes");

/** What account 222222222222 is told of a world's sync. */
async function noteFor(
  world: string,
  [source, destination]: readonly [string, string] = [
    "s3://src-111111111111",
    "s3://dst-222222222222",
  ],
): Promise<GrantNote> {
  const job = readJob({
    source,
    destination,
    cwd: "/",
    options: DEFAULT_SYNC_OPTIONS,
    identities: { profile: "dev-a", ownerProfiles: [] },
  });
  const proposals = await planGrant(job, await readWorldFile(join(WORLDS, `${world}.yaml`)), {});
  const account = "222222222222";
  return {
    account,
    edits: proposals.flatMap(({ edits }) => edits).filter((edit) => edit.account === account),
    refusals: proposals.flatMap(({ refusals }) => refusals),
    proposals,
    rolesFirst: [],
    script: "echo '```'\n",
    run: "sluice sync a b",
    revoke: "sluice grant a b --revoke --apply",
  };
}

describe("the note to the other account's people", () => {
  test("says who asks, for what, what to add, what was checked, and how to take it back", async () => {
    const text = renderGrantNote(await noteFor("c10"), english);
    expect(text).toMatch(/^# A policy change asked of account 222222222222\n/);
    expect(text).toContain("`arn:aws:sts::111111111111:assumed-role/Sync/ci` is to run");
    expect(text).toContain("- `s3:PutObject` — `arn:aws:s3:::dst-222222222222/*`");
    expect(text).toContain("## policy of bucket dst-222222222222 (account 222222222222)");
    expect(text).toContain('"AWS": "arn:aws:iam::111111111111:role/Sync"');
    expect(text).toContain("- proved: with this change 4 of 4 permissions are allowed");
    expect(text).toContain("--revoke --apply");
  });

  test("says so in Japanese too", async () => {
    const text = renderGrantNote(await noteFor("c10"), japanese);
    expect(text).toMatch(/^# アカウント 222222222222 へのポリシー変更のお願い\n/);
    expect(text).toContain("## バケット dst-222222222222 のポリシー (アカウント 222222222222)");
    expect(text).toContain("## 取り消すには");
  });

  test("says from which size on objects are left out, in both languages", async () => {
    const note = { ...(await noteFor("c10")), smallerThan: 8 * 1024 * 1024 };
    expect(renderGrantNote(note, english)).toContain("for objects smaller than 8 MiB alone");
    expect(renderGrantNote(note, japanese)).toContain("対象は 8 MiB 未満のオブジェクトだけです");
    expect(renderGrantNote(await noteFor("c10"), english)).not.toContain("MiB");
  });

  test("shows the new statements apart where others stand already", async () => {
    const text = renderGrantNote(await noteFor("c41"), english);
    expect(text).toContain("everything else in the policy stays as it is, byte for byte:");
  });

  test("says what no statement of it can open", async () => {
    const text = renderGrantNote(await noteFor("c14"), english);
    expect(text).toContain("## What this cannot open\n\n- s3:PutObject is denied explicitly");
  });

  test.each([
    ["c20", undefined, "send the header that it asks for"],
    [
      "c37",
      ["s3://data-222222222222", "s3://copy-111111111111"],
      "run it again with `--request-payer requester`",
    ],
  ] as const)("says of %s what mends it without any policy", async (world, places, advice) => {
    const text = renderGrantNote(await noteFor(world, places), english);
    expect(text).toContain(advice);
    expect(text).not.toContain("a Deny is its owner's intent");
  });

  test("keeps what it quotes within its fences", async () => {
    const text = renderGrantNote(await noteFor("c10"), english);
    expect(text).toContain("````sh\necho '```'\n````\n");
  });
});
