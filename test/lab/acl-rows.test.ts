import { expect, test } from "vitest";
import { loadCorpus } from "../support/corpus.ts";
import { answersTo, type StepsGiven, type StepWant, wantedAnswers } from "./step-rows.ts";

test.for(loadCorpus<StepsGiven, readonly StepWant[]>("lab-acls"))(
  "%s",
  async ([, { given, want }]) => {
    expect(await answersTo(given, want)).toMatchObject(wantedAnswers(want));
  },
);
