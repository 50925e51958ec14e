import { gzipSync } from "node:zlib";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { MANIFEST, publish } from "../inventory/publish.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import { openStage, OWNERS } from "./stage.ts";

const LISTED = ["--source-inventory", `s3://jobs-111/${MANIFEST}`] as const;

/** The stage, with an inventory of its source; alice may read what is under `x/` of its bucket alone. */
async function openListed(difference: Parameters<typeof openStage>[0]) {
  const stage = await openStage(difference);
  const line = '"from-111","a","1","2026-01-02T03:04:05.000Z"\n';
  const published = publish(
    { "1.csv.gz": gzipSync(line) },
    { sourceBucket: "from-111", fileSchema: "Bucket, Key, Size, LastModifiedDate" },
  );
  for (const [Key, Body] of published) {
    await stage.lab.s3("admin").send(new PutObjectCommand({ Bucket: "jobs-111", Key, Body }));
  }
  return stage;
}

const READS = "arn:aws:s3:::jobs-111/inv/source/daily/*";

test("a check by an inventory asks for the inventory's files, and not for the source's list", async () => {
  const { sluice } = await openListed({ without: "ListsSource" });
  const listing = await sluice("check", ...OWNERS);
  const noListing = 'to perform: s3:ListBucket on resource: "arn:aws:s3:::from-111"';
  expect(listing.stdout).toContain(noListing);
  const { exit, stdout } = await sluice("check", ...LISTED, ...OWNERS);
  expect(exit).toBe(3);
  expect(stdout).not.toContain(noListing);
  expect(stdout).toContain(`to perform: s3:GetObject on resource: "${READS}"`);
  expect(stdout).toContain(`--source-inventory ${LISTED[1]}`);
});

test("what it lacks is granted, and then the check, AWS and the run agree", async () => {
  const { sluice } = await openListed({ without: "ListsSource" });
  const granted = await sluice("grant", ...LISTED, ...OWNERS, "--apply");
  expect(granted).toMatchObject({ exit: 0 });
  expect(granted.stdout).toContain(READS);
  const probed = await sluice("check", ...LISTED, ...OWNERS, "--probe");
  expect(probed).toMatchObject({ exit: 0, stderr: "" });
  expect(probed.stdout).toContain(`GetObject s3://jobs-111/${MANIFEST}`);
  expect(await sluice("sync", ...LISTED, ...OWNERS)).toMatchObject({
    exit: 0,
    stdout: "copy: s3://from-111/a to s3://to-222/a\n",
  });
});

test("without a check, a file that is refused is named, and the refusal explained", async () => {
  const { sluice } = await openListed({});
  const { exit, stdout, stderr } = await sluice("sync", ...LISTED, "--no-check");
  expect({ exit, stdout }).toEqual({ exit: 1, stdout: "" });
  expect(stderr).toContain(`its \`${MANIFEST}\` may not be read, or is not there`);
  expect(stderr).toContain("(AccessDenied) when calling the GetObject operation: User: ");
  expect(stderr).toContain("who must act  the administrators of the caller's account");
});

test("only a sync lists by an inventory", async () => {
  const words = ["check", "s3://a", "s3://b", "--for", "cp", ...LISTED];
  expect(await sluiceInProcess(words)).toMatchObject({
    exit: 2,
    stderr: "sluice: cannot list for `cp` by an inventory: `--source-inventory` is for `sync`\n",
  });
});
