import { expect, test } from "vitest";
import type { ProbeCall } from "../../src/app/probes/probe.ts";
import { sendAttempt } from "../../src/app/probes/send-attempt.ts";
import { AwsError } from "../../src/aws/index.ts";

const call: ProbeCall = {
  operation: "CreateMultipartUpload",
  side: "destination",
  bucket: "dst",
  key: "a.txt",
  asks: [],
  shows: [],
};
const begun = () => Promise.resolve({ upload: "u1", send: () => Promise.reject(new Error("cut")) });

test("an upload that could not be taken back is told by its id", async () => {
  expect(await sendAttempt({ call, send: begun })).toEqual([
    { ...call, outcome: "allowed", left: "u1" },
  ]);
});

test("what could not be taken back is not begun", async () => {
  const error = new AwsError({ code: "AccessDenied", message: "", status: 403, operation: "x" });
  const end = { ...call, operation: "AbortMultipartUpload" } as const;
  const guard = { call: end, send: () => Promise.reject(error) };
  expect(await sendAttempt({ call, guard, send: begun })).toEqual([
    { ...end, outcome: "denied", error },
    { ...call, outcome: "untried", why: "wouldStay" },
  ]);
});

test("what breaks on the way is no answer of AWS", async () => {
  const send = () => Promise.reject(new TypeError("a mistake"));
  await expect(sendAttempt({ call, send })).rejects.toThrow("a mistake");
});
