import { afterAll, beforeAll, expect, test } from "vitest";
import { readS3Error } from "../../src/aws/index.ts";
import { loadCorpus } from "../support/corpus.ts";
import { openLab, type OpenLab } from "./open-lab.ts";
import { ask, type WireQuestion } from "./wire.ts";

interface Given extends Omit<WireQuestion, "credentials"> {
  /** Whose keys sign; nobody's when absent. */
  readonly profile?: string;
}

interface Want {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A piece of the body. */
  readonly body?: string;
}

let open: OpenLab;
beforeAll(async () => {
  open = await openLab();
  const put = { method: "PUT", body: "0123456789", credentials: open.credentialsOf("a") };
  await ask(open.lab.port, { ...put, target: "/dev-a/present" });
  await ask(open.lab.port, { ...put, target: "/dev-a/a/../c%2Fd//e%2e" });
});
afterAll(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

test.each(loadCorpus<Given, Want>("lab"))("%s", async (_name, { given, want }) => {
  const { profile, ...question } = given;
  const credentials = profile === undefined ? undefined : open.credentialsOf(profile);
  const answer = await ask(open.lab.port, { ...question, credentials });
  const error = readS3Error(answer.body);
  const { body, headers, ...rest } = want;
  expect({ status: answer.status, code: error?.code, message: error?.message }).toMatchObject(rest);
  expect(answer.headers).toMatchObject(headers ?? {});
  expect(answer.body).toContain(body ?? "");
});
