import { expect, test } from "vitest";
import {
  type KnownKey,
  readAuthorizationV2,
  type Refusal,
  verifySignatureV2,
  type WireRequest,
} from "../../src/aws/index.ts";
import { hmacSha1 } from "../../src/lab/node-digest.ts";
import { loadCorpus } from "../support/corpus.ts";
import { example } from "./examples.ts";

interface Given {
  readonly request: WireRequest;
  readonly hostBucket?: string;
  readonly region?: string;
  readonly now: string;
}

interface Want {
  readonly outcome: "verified" | "refused";
  readonly refusal?: Refusal;
}

const { secretAccessKey } = example;
const keys: Readonly<Record<string, KnownKey>> = {
  AKIAIOSFODNN7EXAMPLE: { secretAccessKey },
  ASIAIOSFODNN7EXAMPLE: { secretAccessKey, sessionToken: "token" },
};

test.each(loadCorpus<Given, Want>("sigv2"))("%s", (_name, { given, want }) => {
  const { now, ...rest } = given;
  const read = readAuthorizationV2(given.request);
  if (read.outcome === "absent") throw new Error("the row is not signed with version 2");
  const options = { ...rest, nowMs: Date.parse(now), hmacSha1 };
  const answer = verifySignatureV2({ ...options, findKey: (id) => keys[id] }, read);
  expect(answer).toMatchObject(want);
});

test("a request that is not signed, or with version 4, is none of version 2", () => {
  const request = { method: "GET", path: "/k", query: "Expires=1", headers: [] };
  expect(readAuthorizationV2(request)).toEqual({ outcome: "absent" });
  const signed = [["Authorization", "AWS4-HMAC-SHA256 Credential=…"]] as const;
  expect(readAuthorizationV2({ ...request, headers: signed })).toEqual({ outcome: "absent" });
});
