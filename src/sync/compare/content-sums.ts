import { createReadStream } from "node:fs";
import { createRunningSum, type Sum } from "../checksum/checksum.ts";

/** How two things of one size compare by what they hold; `unknown` where no sum tells. */
export type ContentVerdict = "same" | "different" | "unknown";

/** Compares by the first kind of sum that both have. */
export function compareSums(a: readonly Sum[], b: readonly Sum[]): ContentVerdict {
  for (const { algorithm, value } of a) {
    const other = b.find((sum) => sum.algorithm === algorithm);
    if (other !== undefined) return other.value === value ? "same" : "different";
  }
  return "unknown";
}

/** Compares a file with an object by the cheapest of the object's sums. */
export async function compareWithFile(
  path: string,
  [sum]: readonly Sum[],
): Promise<ContentVerdict> {
  if (sum === undefined) return "unknown";
  return (await sumOfFile(path, sum.algorithm)) === sum.value ? "same" : "different";
}

/** Reads a file to sum it; base64. */
export async function sumOfFile(path: string, algorithm: Sum["algorithm"]): Promise<string> {
  const running = createRunningSum(algorithm);
  const stream: AsyncIterable<Uint8Array> = createReadStream(path, { highWaterMark: 1024 * 1024 });
  for await (const chunk of stream) running.update(chunk);
  return running.base64();
}
