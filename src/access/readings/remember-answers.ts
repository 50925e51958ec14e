import { AwsError } from "../../aws/index.ts";
import type { AccountReader } from "../ports.ts";
import { readerOf } from "./reader-of.ts";
import type { ReaderCall, Reading } from "./reading.ts";

/** A reader that asks each question once, and what it was told. */
export interface RememberingReader {
  readonly reader: AccountReader;
  /** Every question that was asked so far, in that order. */
  readonly readings: () => Promise<readonly Reading[]>;
}

/** Asks AWS no question twice. */
export function rememberAnswers(reader: AccountReader): RememberingReader {
  const asked = new Map<
    string,
    { readonly question: Question; readonly answer: Promise<unknown> }
  >();
  return {
    reader: {
      ...readerOf(reader.label, (call, of) => {
        const name = JSON.stringify([call, ...of]);
        const known = asked.get(name);
        if (known !== undefined) return known.answer;
        const answer = askReader(reader, { call, of });
        asked.set(name, { question: { call, of }, answer });
        return answer;
      }),
      ...(reader.opensOwnSession === true && { opensOwnSession: true }),
      ...(reader.region !== undefined && { region: reader.region }),
    },
    readings: () =>
      Promise.all(
        [...asked.values()].map(async ({ question, answer }): Promise<Reading> => {
          try {
            return { ...question, answer: await answer };
          } catch (error) {
            return { ...question, refused: error instanceof AwsError ? error.code : "NoAnswer" };
          }
        }),
      ),
  };
}

interface Question {
  readonly call: ReaderCall;
  readonly of: readonly string[];
}

function askReader(reader: AccountReader, { call, of }: Question): Promise<unknown> {
  // A question is only made by a reader of the same calls.
  const calls = reader as unknown as Readonly<Record<ReaderCall, Ask>>;
  return calls[call](...of);
}

type Ask = (...of: readonly string[]) => Promise<unknown>;
