import { expect, test } from "vitest";
import { type AccountReader, rememberAnswers, replayAnswers } from "../../src/access/index.ts";
import { encryptionFacts } from "../../src/access/facts/encryption-facts.ts";
import { profileLabel, sameInBoth, AwsError } from "../../src/aws/index.ts";
import { settingsByDefault } from "../support/setting-reader.ts";

const denied = new AwsError({
  code: "AccessDenied",
  message: "no",
  status: 403,
  operation: "GetRole",
});

function counted(): { readonly reader: AccountReader; readonly asked: string[] } {
  const asked: string[] = [];
  const reader: AccountReader = {
    ...settingsByDefault,
    label: profileLabel("a"),
    opensOwnSession: true,
    callerIdentity: () => Promise.resolve({ account: "1", arn: "a", userId: "u" }),
    role: (name) => {
      asked.push(name);
      return Promise.reject(denied);
    },
    user: () => Promise.resolve({}),
    managedPolicy: (arn) => Promise.resolve({ name: "M", arn, text: "{}" }),
    rolePolicies: () => Promise.resolve([]),
    userPolicies: () => Promise.reject(new Error("socket hang up")),
    bucketPolicy: (bucket) => Promise.resolve(bucket === "b" ? "{}" : undefined),
  };
  return { reader, asked };
}

test("a question is asked once, whatever the answer, and another one apart", async () => {
  const { reader, asked } = counted();
  const remembered = rememberAnswers(reader).reader;
  const tries = ["R", "R", "S"].map((name) => remembered.role(name));
  const settled = await Promise.allSettled(tries);
  expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(asked).toEqual(["R", "S"]);
  expect(remembered).toMatchObject({ label: profileLabel("a"), opensOwnSession: true });
});

test("what was told once is told again from JSON, refusals too", async () => {
  const { reader, readings } = rememberAnswers(counted().reader);
  await reader.bucketPolicy("b");
  await reader.bucketPolicy("none");
  await reader.bucketEncryption("b");
  await Promise.allSettled([reader.role("R"), reader.userPolicies("U")]);
  const written: unknown = JSON.parse(JSON.stringify(await readings()));
  expect(written).toContainEqual({ call: "bucketPolicy", of: ["none"] });
  expect(written).toContainEqual({ call: "userPolicies", of: ["U"], refused: "NoAnswer" });
  const again = replayAnswers(
    sameInBoth("answer"),
    written as Awaited<ReturnType<typeof readings>>,
  );
  expect(again).toMatchObject({ label: sameInBoth("answer"), isTold: true });
  expect(await again.bucketPolicy("b")).toBe("{}");
  expect(await again.bucketPolicy("none")).toBeUndefined();
  expect(await again.bucketEncryption("b")).toEqual({
    kmsKey: undefined,
    bucketKey: false,
    blocksCustomerKeys: true,
  });
  await expect(again.role("R")).rejects.toMatchObject({ code: "AccessDenied" });
  await expect(again.role("unasked")).rejects.toMatchObject({ code: "NotAnswered" });
});

// Since April 2026 buckets refuse SSE-C unless told otherwise; a file that was answered before then does not say.
test("what an older file does not tell is unknown", async () => {
  const told = replayAnswers(sameInBoth("answer"), [
    { call: "bucketEncryption", of: ["b"], answer: { bucketKey: false } },
  ]);
  const fact = await encryptionFacts({
    bucket: "b",
    owner: "222222222222",
    caller: "111111111111",
    readersOf: () => [told],
    standingIn: () => Promise.reject(new Error("no key, no organization")),
  });
  expect(fact).toMatchObject({ known: true, value: { blocksCustomerKeys: "unreadable" } });
});
