import type { Answer } from "./answers.ts";
import type { Words } from "./words.ts";

/** What nobody knows of a run's objects and an answer hangs on; undefined where it hangs on nothing of theirs. */
export function noteOf(
  { hangsOnSize, hangsOnTags }: Pick<Answer, "hangsOnSize" | "hangsOnTags">,
  threshold: string,
  words: Pick<Words, "hangsOnSize" | "hangsOnTags">,
): string | undefined {
  if (hangsOnSize === true) return words.hangsOnSize(threshold);
  return hangsOnTags === true ? words.hangsOnTags : undefined;
}
