/** Where a generator takes its numbers from: each is at least 0 and below the limit. 0 is the dullest. */
export interface Choices {
  readonly below: (limit: number) => number;
}

/** Choices, and which ones were made. */
export interface RecordedChoices extends Choices {
  readonly made: readonly number[];
}

/** Builds something out of choices; the same choices build the same again. */
export type Build<T> = (choices: Choices) => T;

/** Choices that follow from a seed: cheap, so that millions of worlds can be tried. */
export function seededChoices(seed: number): RecordedChoices {
  const made: number[] = [];
  // Mulberry32: small, fast, and good enough to pick from short lists; neighbouring seeds are mixed first.
  let state = Math.imul(seed ^ (seed >>> 16), 0x45d9f3b) ^ Math.floor(seed / 2 ** 32);
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    const choice = Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
    made.push(choice);
    return choice;
  };
  return { below, made };
}

/** The choices of a list, then nothing but 0; one that is too great becomes the greatest. */
export function replayedChoices(list: readonly number[]): RecordedChoices {
  const made: number[] = [];
  const below = (limit: number): number => {
    const choice = Math.min(list[made.length] ?? 0, limit - 1);
    made.push(choice);
    return choice;
  };
  return { below, made };
}

/** One of the values, each as likely. */
export function pick<T>(choices: Choices, values: readonly T[]): T {
  const value = values[choices.below(values.length)];
  if (value === undefined) throw new Error("cannot pick from an empty list");
  return value;
}

/** True so many times out of `outOf`. */
export function isHit(choices: Choices, times: number, outOf: number): boolean {
  return choices.below(outOf) >= outOf - times;
}

/** A list with `least` to `most` items. */
export function listOf<T>(
  choices: Choices,
  [least, most]: readonly [number, number],
  build: Build<T>,
): readonly T[] {
  const length = least + choices.below(most - least + 1);
  return Array.from({ length }, () => build(choices));
}

/** One value, or a list of one to three: JSON policies may write either. */
export function oneOrMore<T>(choices: Choices, values: readonly T[]): T | readonly T[] {
  const one: Build<T> = (from) => pick(from, values);
  return isHit(choices, 1, 2) ? listOf(choices, [1, 3], one) : one(choices);
}

/** Those of the values that the choices leave in, at least one. */
export function someOf<T>(choices: Choices, values: readonly T[]): readonly T[] {
  const kept = values.filter(() => !isHit(choices, 1, 2));
  return kept.length > 0 ? kept : values.slice(0, 1);
}
