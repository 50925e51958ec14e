import { describe, expect, test } from "vitest";
import { readS3Error } from "../../src/aws/index.ts";
import { parseWorld, type World } from "../../src/policy/index.ts";
import { loadCorpus } from "../support/corpus.ts";
import { openLab, type OpenLab } from "./open-lab.ts";
import { ask } from "./wire.ts";

interface Step {
  /** A profile, or nobody: then nothing is signed. */
  readonly as?: string;
  readonly request: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Given {
  /** The bucket `data-b` of carol's account. */
  readonly bucket: object;
  readonly bucketDefaults?: "legacy";
  readonly steps: readonly Step[];
}

interface Want {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Pieces of the body, in this order. */
  readonly body?: readonly string[];
}

const all = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } };

function account(digit: string, profile: string): Readonly<Record<string, object>> {
  return {
    [digit.repeat(12)]: {
      canonicalId: digit.repeat(64),
      users: { [profile]: { profile, inlinePolicies: { All: all } } },
    },
  };
}

function worldOf({ bucket, bucketDefaults }: Given): World {
  const owner = account("2", "carol");
  const parsed = parseWorld({
    ...(bucketDefaults && { bucketDefaults }),
    organization: { id: "o-exampleorg1", managementAccount: "000000000000" },
    accounts: {
      "000000000000": {},
      ...account("1", "bob"),
      ...account("3", "dave"),
      "222222222222": { ...owner["222222222222"], buckets: { "data-b": bucket } },
    },
  });
  if (parsed.ok) return parsed.value;
  throw new Error(parsed.problems.map(({ message }) => message).join("; "));
}

async function answerOf(open: OpenLab, { as, request, ...rest }: Step): Promise<object> {
  const [method = "", target = ""] = request.split(" ");
  const credentials = as === undefined ? undefined : open.credentialsOf(as);
  const answer = await ask(open.lab.port, {
    ...rest,
    credentials,
    method,
    target,
    region: "us-east-1",
  });
  const error = readS3Error(answer.body);
  return { ...answer, code: error?.code, message: error?.message };
}

describe("ACLs and object ownership, request by request", () => {
  test.for(loadCorpus<Given, readonly Want[]>("lab-acls"))("%s", async ([, { given, want }]) => {
    const open = await openLab({ world: worldOf(given) });
    try {
      const answers = [];
      for (const step of given.steps) answers.push(await answerOf(open, step));
      expect(answers).toMatchObject(want.map(withPieces));
    } finally {
      await open.close();
    }
    expect(open.faults).toEqual([]);
  });
});

function withPieces({ body, ...rest }: Want): object {
  if (body === undefined) return rest;
  const pieces = body.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return { ...rest, body: expect.stringMatching(new RegExp(pieces.join(".*"), "s")) as string };
}
