import { type Diagnosis, diagnose, readDenials } from "../access/index.ts";

/** Reads the refusals out of a tool's output and says what each means, most frequent first. */
export function explainText(text: string): readonly Diagnosis[] {
  return [...readDenials(text)].sort((a, b) => b.count - a.count).map((denial) => diagnose(denial));
}
