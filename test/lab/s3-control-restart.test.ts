import { createHash } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Credentials } from "../../src/aws/index.ts";
import { type Lab, startLab } from "../../src/lab/index.ts";
import { askControl, elementIn } from "./ask-control.ts";
import { s3ControlWorld } from "./s3-control-world.ts";
import { ask, type WireAnswer } from "./wire.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sluice-jobs-"));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

function open(): Promise<Lab> {
  return startLab({ world: s3ControlWorld(), dataDirectory: directory });
}

function keysOf(lab: Lab): Credentials {
  const alice = lab.principals.find(({ profile }) => profile === "alice");
  if (alice === undefined) throw new Error("no profile `alice`");
  return alice.credentials;
}

/** Asks `GET jobs` or the like. */
function control(lab: Lab, what: string, body = ""): Promise<WireAnswer> {
  const [method = "", path = ""] = what.split(" ");
  const credentialsOf = (): Credentials => keysOf(lab);
  return askControl({ lab, credentialsOf }, { profile: "alice", method, path, body });
}

const TASKS = 300;

/** Asks for a job that fails for every object, for there are none. */
async function create(lab: Lab): Promise<string> {
  const manifest = Array.from({ length: TASKS }, (_, i) => `bucket-a,k${i}`).join("\n");
  const target = "/bucket-a/manifest.csv";
  await ask(lab.port, { method: "PUT", target, body: manifest, credentials: keysOf(lab) });
  const etag = createHash("md5").update(manifest).digest("hex");
  const body = `<CreateJobRequest><ConfirmationRequired>false</ConfirmationRequired>
    <Operation><S3DeleteObjectTagging/></Operation><Report><Enabled>false</Enabled></Report>
    <ClientRequestToken>t</ClientRequestToken>
    <Manifest><Spec><Format>S3BatchOperations_CSV_20180820</Format>
    <Fields><member>Bucket</member><member>Key</member></Fields></Spec>
    <Location><ObjectArn>arn:aws:s3:::bucket-a/manifest.csv</ObjectArn><ETag>${etag}</ETag></Location></Manifest>
    <Priority>1</Priority><RoleArn>arn:aws:iam::111111111111:role/batch</RoleArn></CreateJobRequest>`;
  return elementIn(await control(lab, "POST jobs", body), "JobId");
}

test("a job that a lab left behind goes on where it was when the lab comes back", async () => {
  const first = await open();
  const id = await create(first);
  await vi.waitFor(
    async () => {
      const job = await control(first, `GET jobs/${id}`);
      expect(elementIn(job, "NumberOfTasksFailed")).not.toBe("0");
    },
    { interval: 1, timeout: 20_000 },
  );
  await first.close();
  const second = await open();
  const job = await vi.waitFor(
    async () => {
      const found = await control(second, `GET jobs/${id}`);
      expect(elementIn(found, "Status")).toBe("Complete");
      return found;
    },
    { timeout: 20_000 },
  );
  expect(elementIn(job, "NumberOfTasksFailed")).toBe(String(TASKS));
  await second.close();
});

test("a lab that is reset has no jobs, and runs new ones", async () => {
  const lab = await open();
  await create(lab);
  await lab.reset();
  expect((await control(lab, "GET jobs")).body).toContain("<Jobs></Jobs>");
  const id = await create(lab);
  await vi.waitFor(
    async () => {
      expect(elementIn(await control(lab, `GET jobs/${id}`), "Status")).toBe("Complete");
    },
    { timeout: 20_000 },
  );
  await lab.close();
});
