import { expect, test } from "vitest";
import { parseS3Uri, UsageError } from "../../src/aws/index.ts";
import { loadCorpus } from "../support/corpus.ts";

type Want = { readonly bucket: string; readonly prefix: string } | { readonly refused: string };

test.each(loadCorpus<string, Want>("s3-uri"))("%s", (_name, { given, want }) => {
  expect(read(given)).toEqual("refused" in want ? expect.stringContaining(want.refused) : want);
});

function read(text: string): unknown {
  try {
    return parseS3Uri(text);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
}
