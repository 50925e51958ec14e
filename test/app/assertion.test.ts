import { expect, test } from "vitest";
import { type Assertion, readAssertion } from "../../src/app/access-test/assertion.ts";
import { loadCorpus } from "../support/corpus.ts";

type Want = Omit<Assertion, "text"> | null;

test.each(loadCorpus<{ readonly sentence: string }, Want>("assertions"))(
  "%s",
  (_name, { given: { sentence }, want }) => {
    expect(readAssertion(sentence) ?? null).toEqual(want && { text: sentence, ...want });
  },
);
