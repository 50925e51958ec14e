import { PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeKeyPath, readS3Error } from "../../src/aws/index.ts";
import { piecesInRange } from "../../src/lab/s3/post-object-conditions.ts";
import { loadCorpus } from "../support/corpus.ts";
import { openLab, type OpenLab } from "./open-lab.ts";
import { buildForm, type FormQuestion } from "./post-form.ts";
import { ask, type WireAnswer } from "./wire.ts";

interface Given extends FormQuestion {
  readonly profile?: string;
}

interface Want {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  /** A piece of the body. */
  readonly body?: string;
  /** How `Location` ends. */
  readonly location?: string;
  readonly stored?: {
    readonly key: string;
    readonly body: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
}

let open: OpenLab;
beforeAll(async () => {
  open = await openLab();
});
afterAll(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

function post({ profile, bucket = "dev-a", ...question }: Given): Promise<WireAnswer> {
  const credentials = profile === undefined ? undefined : open.credentialsOf(profile);
  const form = buildForm(question, credentials);
  return ask(open.lab.port, { method: "POST", target: `/${bucket}`, ...form });
}

function get(key: string): Promise<WireAnswer> {
  const credentials = open.credentialsOf("a");
  const target = `/dev-a/${encodeKeyPath(key)}`;
  return ask(open.lab.port, { method: "GET", target, credentials });
}

test.each(loadCorpus<Given, Want>("post-object"))("%s", async (_name, { given, want }) => {
  const answer = await post(given);
  const error = readS3Error(answer.body);
  const { body, stored, location, ...rest } = want;
  expect({ status: answer.status, code: error?.code, message: error?.message }).toMatchObject(rest);
  expect(answer.body).toContain(body ?? "");
  expect(String(answer.headers["location"] ?? "").endsWith(location ?? "")).toBe(true);
  const { key, headers, ...content } = stored ?? { key: "never", status: 404 };
  const found = await get(key);
  expect(found).toMatchObject({ ...content, headers: headers ?? {} });
});

test("the form of a virtual host is stored where its host says", async () => {
  const form = buildForm({ key: "by host" }, open.credentialsOf("a"));
  const host = `dev-a.localhost:${open.lab.port}`;
  const headers = { ...form.headers, host };
  const answer = await ask(open.lab.port, { ...form, method: "POST", target: "/", headers });
  expect(answer).toMatchObject({ status: 204, body: "" });
  expect(answer.headers["location"]).toBe(`http://${host}/by%20host`);
  expect((await get("by host")).body).toBe("content");
});

test("a large file is stored as it is, boundaries that are none in it too", async () => {
  const file = "\r\n------sluice-for\r\n--".repeat(40_000);
  expect((await post({ profile: "a", key: "large", file })).status).toBe(204);
  expect((await get("large")).body).toBe(file);
});

test("a file over 5 GB is refused at its end, and no more than 5 GB of it is kept", async () => {
  const piece = Buffer.alloc(64 * 1024 * 1024);
  const endless = async function* (): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < 81; i++) yield await Promise.resolve(piece);
  };
  let kept = 0;
  const reading = async (): Promise<void> => {
    for await (const { length } of piecesInRange(endless())) kept += length;
  };
  await expect(reading()).rejects.toThrow("EntityTooLarge: Your proposed upload exceeds");
  expect(kept).toBe(5 * 1024 ** 3);
});

test("a bucket's policy sees that a form was posted, and with which version it was signed", async () => {
  const Statement = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::dev-a/watched",
    Condition: { StringEquals: { "s3:authType": "POST", "s3:signatureversion": "AWS" } },
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  await open.s3("a").send(new PutBucketPolicyCommand({ Bucket: "dev-a", Policy }));
  const given = { profile: "a", key: "watched" };
  const denied = await post({ ...given, version: 2 });
  expect(denied.status).toBe(403);
  expect(denied.body).toContain("with an explicit deny in a resource-based policy");
  expect((await post({ ...given, version: 4 })).status).toBe(204);
});
