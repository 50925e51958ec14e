import { expect, test } from "vitest";
import { eachPart } from "../../src/sync/transfer/each-part.ts";
import { widthOfDownload } from "../../src/sync/transfer/width-of-download.ts";

const PART = 8 * 1024 * 1024;

/** The widths that are answered to so many parts that end one so long after the other. */
function widthsOf(msEach: number, most = 384): readonly number[] {
  let nowMs = 0;
  const width = widthOfDownload(PART, most, () => nowMs);
  return Array.from({ length: 40 }, () => {
    const answer = width();
    nowMs += msEach;
    return answer;
  });
}

test("more parts go on at once where eight bring less than a process takes, from the third round on", () => {
  // 90 MB/s for each of eight connections, as from S3.
  expect(widthsOf(11.6)).toEqual([...Array<number>(16).fill(8), ...Array<number>(24).fill(16)]);
});

test("eight stay where they bring all that a process takes", () => {
  expect(new Set(widthsOf(4))).toEqual(new Set([8]));
});

test.each([1, 5, 10])("no more than %i requests at once is kept to", (most) => {
  expect(Math.max(...widthsOf(100, most))).toBe(most);
});

test("parts are done as many at once as the width says when one ends, each once", async () => {
  let width = 2;
  let running = 0;
  const together: number[] = [];
  const parts = Array.from({ length: 30 }, (_, at) => at);
  const done = await eachPart(
    parts,
    () => width,
    async (part) => {
      together.push(++running);
      await new Promise((resolve) => setImmediate(resolve));
      if (part === 9) width = 5;
      running--;
      return part * 2;
    },
  );
  expect(done).toEqual(parts.map((part) => part * 2));
  expect(Math.max(...together.slice(0, 9))).toBe(2);
  expect(Math.max(...together)).toBe(5);
});
