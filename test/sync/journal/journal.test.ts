import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Transfer } from "../../../src/sync/compare/change.ts";
import { journalLine } from "../../../src/sync/journal/journal-line.ts";
import { beginJournal, resumeJournal } from "../../../src/sync/journal/open-journal.ts";
import { ownProcess } from "../../../src/sync/journal/process-mark.ts";
import type { RunJournal } from "../../../src/sync/journal/run-journal.ts";
import { supersededBy } from "../../../src/sync/journal/superseded-by.ts";
import { NO_COUNTS } from "../../../src/sync/report/sync-counts.ts";
import { temporaryDirectory } from "../run.ts";

const COMMAND = {
  cwd: "/w",
  positionals: ["a", "s3://b"],
  job: "j",
  given: [],
  endpoint: undefined,
};
function transferOf(key: string): Transfer {
  return { kind: "copy", key, source: { key, size: 1, modifiedMs: 0 }, reason: "absent" };
}

function begun(directory: string, isGiven = false): Promise<RunJournal> {
  return beginJournal({ directory, isGiven }, COMMAND);
}

function resumed(directory: string, id?: string): Promise<RunJournal> {
  return resumeJournal({ directory, isGiven: false }, id);
}

/** Leaves a journal as a kill would: nothing more is written, and its lock is of a dead process. */
async function killed(journal: RunJournal): Promise<void> {
  await journal.close("unfinished");
  const dead = { ...ownProcess(), started: "1" };
  writeFileSync(join(journal.place.directory, `${journal.id}.lock`), JSON.stringify(dead));
}

test("a run that has nothing to tell leaves nothing", async () => {
  const directory = join(temporaryDirectory(), "state");
  const journal = await begun(directory);
  await journal.close("unfinished");
  expect(existsSync(directory)).toBe(false);
  expect(journal.isResumable).toBe(false);
});

test("a mark has what is open before the last page that was handed out whole", async () => {
  const directory = temporaryDirectory();
  const journal = await begun(directory);
  journal.follow(() => ({ ...NO_COUNTS, transferred: 1 }));
  const [a, b, c, d] = ["a", "b", "c", "d"].map(transferOf) as [
    Transfer,
    Transfer,
    Transfer,
    Transfer,
  ];
  for (const one of [a, b]) journal.handed(one);
  journal.pageEnded({ through: "bb", sourceEntries: 3, destinationEntries: 2 });
  for (const one of [c, d]) journal.handed(one);
  for (const one of [b, d]) journal.ended(one);
  journal.lookAgain(["aa"]);
  await killed(journal);
  const again = await resumed(directory);
  expect(again.id).toBe(journal.id);
  expect(again.command).toEqual(COMMAND);
  expect(again.resumption).toMatchObject({
    position: { through: "bb", again: ["a", "aa"] },
    counts: { transferred: 1, sourceEntries: 3, destinationEntries: 2 },
    hasRestarted: false,
  });
});

test("what was to be looked at again is forgotten once it was", async () => {
  const directory = temporaryDirectory();
  const first = await begun(directory);
  first.follow(() => NO_COUNTS);
  first.lookAgain(["a", "b"]);
  first.pageEnded({ through: "z", sourceEntries: 0, destinationEntries: 0 });
  await killed(first);
  const second = await resumed(directory);
  second.follow(() => NO_COUNTS);
  second.lookAgain(["b"]);
  second.pageEnded({ through: "z", sourceEntries: 0, destinationEntries: 0 });
  await killed(second);
  expect((await resumed(directory)).resumption?.position?.again).toEqual(["b"]);
});

test("a line that a kill tore is ignored, and the next one stands on its own", async () => {
  const directory = temporaryDirectory();
  const first = await begun(directory);
  await first.uploadAsked("x");
  const path = join(directory, `${first.id}.jsonl`);
  await killed(first);
  appendFileSync(path, '12345678 {"t":"upl');
  const second = await resumed(directory);
  expect(second.resumption?.damagedLine).toBeUndefined();
  await second.uploadAsked("y");
  await killed(second);
  const third = await resumed(directory);
  expect(third.resumption?.damagedLine).toBeUndefined();
  expect([third.takeAsked("x"), third.takeAsked("y")]).toEqual([
    expect.any(Number),
    expect.any(Number),
  ]);
});

test("a damaged line in the middle is told, and everything is listed again", async () => {
  const directory = temporaryDirectory();
  const first = await begun(directory);
  first.follow(() => NO_COUNTS);
  first.pageEnded({ through: "a", sourceEntries: 0, destinationEntries: 0 });
  await first.mark();
  await first.uploadBegun({ t: "upload", key: "k", uploadId: "u", algorithm: "CRC32", stamp: "s" });
  const path = join(directory, `${first.id}.jsonl`);
  await killed(first);
  writeFileSync(path, readFileSync(path, "utf8").replace('"through":"a"', '"through":"z"'));
  const second = await resumed(directory);
  expect(second.resumption).toMatchObject({ damagedLine: 2, position: undefined });
  expect(second.takeUpload("k", "s")?.uploadId).toBe("u");
});

test("uploads are gone on with when they were made of the same, and once", async () => {
  const directory = temporaryDirectory();
  const first = await begun(directory);
  const upload = { t: "upload", key: "k", algorithm: "CRC32", stamp: "s" } as const;
  for (const uploadId of ["u1", "u2", "u3"]) await first.uploadBegun({ ...upload, uploadId });
  first.uploadEnded("u1");
  await killed(first);
  const second = await resumed(directory);
  expect(second.takeUpload("k", "other")).toBeUndefined();
  expect(second.takeUpload("k", "s")?.uploadId).toBe("u2");
  expect(second.openUploads.map(({ uploadId }) => uploadId)).toEqual(["u3", "u2"]);
});

test("a journal is for its owner alone", async () => {
  const directory = join(temporaryDirectory(), "state", "sluice");
  const journal = await begun(directory);
  await journal.uploadAsked("x");
  const modes = [directory, join(directory, `${journal.id}.jsonl`)].map(
    (path) => statSync(path).mode & 0o777,
  );
  expect(modes).toEqual([0o700, 0o600]);
  await journal.close("finished");
});

test("a finished run leaves no journal, an unfinished one its journal without a lock", async () => {
  const directory = temporaryDirectory();
  const finished = await begun(directory);
  await finished.uploadAsked("x");
  await finished.close("finished");
  expect(readdirSync(directory)).toEqual([]);
  const unfinished = await begun(directory);
  await unfinished.uploadAsked("x");
  await unfinished.close("unfinished");
  expect(readdirSync(directory)).toEqual([`${unfinished.id}.jsonl`]);
});

test("a run that is going on is not resumed, nor one that two resume at once", async () => {
  const directory = temporaryDirectory();
  const journal = await begun(directory);
  await journal.uploadAsked("x");
  await expect(resumed(directory, journal.id)).rejects.toThrow(
    `cannot resume run \`${journal.id}\`: it is going on in process ${process.pid}`,
  );
  await killed(journal);
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => resumed(directory, journal.id)));
  expect(outcomes.map(({ status }) => status).sort()).toEqual([
    "fulfilled",
    "rejected",
    "rejected",
  ]);
});

test("a journal directory that was asked for serves one run at a time", async () => {
  const directory = join(temporaryDirectory(), "mine");
  const first = await begun(directory, true);
  await expect(begun(directory, true)).rejects.toThrow(
    `cannot keep a journal in \`${directory}\`: process ${process.pid} does; give each run`,
  );
  await first.close("unfinished");
  await (await begun(directory, true)).close("unfinished");
});

test("who resumes without an id is told what there is", async () => {
  const directory = temporaryDirectory();
  await expect(resumed(directory)).rejects.toThrow(
    `cannot resume: there is no unfinished run in \`${directory}\``,
  );
  const ids: string[] = [];
  while (ids.length < 2) {
    const journal = await begun(directory);
    await journal.uploadAsked("x");
    await journal.close("unfinished");
    ids.push(journal.id);
  }
  const all = resumed(directory);
  for (const id of ids) await expect(all).rejects.toThrow(`\`${id}\` (`);
  await expect(resumed(directory, "ffffffff")).rejects.toThrow(
    `cannot resume run \`ffffffff\`: it is not an unfinished run in \`${directory}\`; unfinished are`,
  );
});

test("a run that finds nothing to do writes no line for a page", async () => {
  const directory = temporaryDirectory();
  const journal = await begun(directory);
  journal.follow(() => NO_COUNTS);
  for (let page = 0; page < 1_000; page++) {
    journal.pageEnded({ through: `k${page}`, sourceEntries: page, destinationEntries: page });
  }
  expect(readdirSync(directory)).toEqual([]);
  await journal.close("finished");
  expect(readdirSync(directory)).toEqual([]);
});

test("after a whole run, finished journals and old ones without uploads go, others stay", async () => {
  const directory = temporaryDirectory();
  const left = async (age: "old" | "new", holds: "upload" | "nothing"): Promise<string> => {
    const journal = await begun(directory);
    const upload = { t: "upload", key: "k", uploadId: "u", algorithm: "CRC32", stamp: "" } as const;
    if (holds === "upload") await journal.uploadBegun(upload);
    else await journal.uploadAsked("x");
    await journal.close("unfinished");
    const path = join(directory, `${journal.id}.jsonl`);
    if (age === "old") utimesSync(path, 1, 1);
    return `${journal.id}.jsonl`;
  };
  await left("old", "nothing");
  const stays = [await left("old", "upload"), await left("new", "nothing")];
  const done = await left("new", "nothing");
  appendFileSync(join(directory, done), journalLine({ t: "end" }));
  writeFileSync(join(directory, "01234567.jsonl"), '00000000 {"t":"run"');
  const whole = await beginJournal({ directory, isGiven: false }, { ...COMMAND, job: "another" });
  for await (const dead of supersededBy(whole)) expect(dead).toBeUndefined();
  expect(readdirSync(directory).sort()).toEqual(stays.sort());
});

test("a disk that takes no journal ends the journal, not the run", async () => {
  const file = join(temporaryDirectory(), "file");
  writeFileSync(file, "");
  const journal = await begun(join(file, "state"));
  await journal.uploadAsked("x");
  await journal.close("unfinished");
  expect(journal.isResumable).toBe(false);
  expect(journal.fault).toBeInstanceOf(Error);
});

test("where no directory can be, nothing is swept; who would resume is told", async () => {
  const file = join(temporaryDirectory(), "file");
  writeFileSync(file, "");
  const journal = await begun(join(file, "state"));
  for await (const dead of supersededBy(journal)) expect(dead).toBeUndefined();
  expect([...(await journal.deadTags())]).toEqual([]);
  await journal.close("finished");
  await expect(resumed(join(file, "state"))).rejects.toMatchObject({ code: "ENOTDIR" });
});
