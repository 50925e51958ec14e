import { expect } from "vitest";
import { readS3Error } from "../../src/aws/index.ts";
import { parseWorld, type World } from "../../src/policy/index.ts";
import { openLab, type OpenLab } from "./open-lab.ts";
import { ask, type WireAnswer } from "./wire.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** One request of a row. */
interface Step {
  /** A profile, or nobody: then nothing is signed. */
  readonly as?: string;
  readonly request: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How long after the one before it is sent. */
  readonly daysLater?: number;
}

/** Requests of three accounts, one after the other. */
export interface StepsGiven {
  /** The bucket `data-b` of carol's account. */
  readonly bucket: object;
  readonly bucketDefaults?: "legacy";
  /** What bob's own policy allows; everything when absent. */
  readonly bobStatement?: object;
  /** What carol's account has besides. */
  readonly account?: object;
  readonly steps: readonly Step[];
}

/** What one of them is answered. */
export interface StepWant {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  /** Null: not there. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Pieces of the body, in this order. */
  readonly body?: readonly string[];
}

const EVERYTHING = { Action: "*", Resource: "*" };

function accountOf(digit: string, profile: string, statement: object = EVERYTHING): object {
  const All = { Version: "2012-10-17", Statement: { Effect: "Allow", ...statement } };
  return {
    canonicalId: digit.repeat(64),
    users: { [profile]: { profile, inlinePolicies: { All } } },
  };
}

/** The world of such a row. */
export function stepWorld({
  bucket,
  bucketDefaults,
  bobStatement,
  account,
}: Omit<StepsGiven, "steps">): World {
  const parsed = parseWorld({
    ...(bucketDefaults && { bucketDefaults }),
    organization: { id: "o-exampleorg1", managementAccount: "000000000000" },
    accounts: {
      "000000000000": {},
      "111111111111": accountOf("1", "bob", bobStatement),
      "222222222222": {
        ...accountOf("2", "carol"),
        ...account,
        buckets: { "data-b": bucket },
      },
      "333333333333": accountOf("3", "dave"),
    },
  });
  if (parsed.ok) return parsed.value;
  throw new Error(parsed.problems.map(({ message }) => message).join("; "));
}

/** Sends the requests of a row to a lab of their own; of headers, the answers have those that are wanted. */
export async function answersTo(
  given: StepsGiven,
  want: readonly StepWant[],
): Promise<readonly object[]> {
  let nowMs = Date.UTC(2026, 0, 15, 10);
  const open = await openLab({ world: stepWorld(given), now: () => nowMs });
  try {
    const answers = [];
    for (const [i, step] of given.steps.entries()) {
      nowMs += (step.daysLater ?? 0) * DAY_MS;
      const { headers, ...rest } = await answerOf(open, step, nowMs);
      const names = Object.keys(want[i]?.headers ?? {});
      const shown = Object.fromEntries(names.map((name) => [name, headers[name] ?? null]));
      answers.push({ ...rest, headers: shown });
    }
    expect(open.faults).toEqual([]);
    return answers;
  } finally {
    await open.close();
  }
}

interface Answer extends WireAnswer {
  readonly code: string | undefined;
  readonly message: string | undefined;
}

async function answerOf(open: OpenLab, step: Step, timestampMs: number): Promise<Answer> {
  const { as, request, headers, body } = step;
  const [method = "", target = ""] = request.split(" ");
  const answer = await ask(open.lab.port, {
    method,
    target,
    timestampMs,
    region: "us-east-1",
    credentials: as === undefined ? undefined : open.credentialsOf(as),
    ...(headers && { headers }),
    ...(body !== undefined && { body }),
  });
  const error = readS3Error(answer.body);
  return { ...answer, code: error?.code, message: error?.message };
}

/** What `toMatchObject` is to find in the answers. */
export function wantedAnswers(want: readonly StepWant[]): readonly object[] {
  return want.map(({ body, ...rest }) => ({ ...rest, ...(body && { body: pieces(body) }) }));
}

function pieces(body: readonly string[]): unknown {
  const escaped = body.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return expect.stringMatching(new RegExp(escaped.join(".*"), "s"));
}
