import * as v from "valibot";
import { AwsError, said, type Sentence } from "../../aws/index.ts";
import type { AccountReader } from "../ports.ts";
import { readerOf } from "./reader-of.ts";
import { ANSWERS, READER_CALLS, type ReaderCall, type Reading } from "./reading.ts";

const calls = v.picklist(READER_CALLS, said("no such question", "その質問は存在しません"));

/** The form of readings that come from outside. */
export const reading: v.GenericSchema<unknown, Reading> = v.pipe(
  v.strictObject({
    call: calls,
    of: v.array(v.string()),
    answer: v.exactOptional(v.unknown()),
    refused: v.exactOptional(v.string()),
  }),
  v.check(
    ({ call, answer, refused }) => refused !== undefined || v.is(ANSWERS[call], answer),
    ({ input: { call } }) =>
      said(
        `the answer to \`${call}\` has another form than AWS's`,
        `\`${call}\` への回答の形が AWS のものと違います`,
      ),
  ),
);

/** A reader that answers as somebody was told before; what nobody asked then it refuses. */
export function replayAnswers(label: Sentence, readings: readonly Reading[]): AccountReader {
  const told = new Map(readings.map((each) => [JSON.stringify([each.call, ...each.of]), each]));
  const reader = readerOf(label, (call: ReaderCall, of) => {
    const known = told.get(JSON.stringify([call, ...of]));
    if (known === undefined) return Promise.reject(refusal(call, "NotAnswered"));
    if (known.refused !== undefined) {
      // Credentials that were bad there are not the caller's.
      const isOfPolicy = /^(?:AccessDenied|NoSuch|NotFound)/.test(known.refused);
      return Promise.reject(refusal(call, isOfPolicy ? known.refused : "NotAnswered"));
    }
    return Promise.resolve(v.parse(ANSWERS[call], known.answer));
  });
  return { ...reader, isTold: true };
}

function refusal(operation: string, code: string): AwsError {
  const message = "as somebody was told who asked before";
  return new AwsError({ code, message, status: 403, operation });
}
