import fc from "fast-check";
import { type Build, type RecordedChoices, replayedChoices, seededChoices } from "./choices.ts";

/** What fast-check tries and shrinks, built out of choices: a failure is told with fewer and duller ones. */
export function arbitraryFrom<T>(build: Build<T>): fc.Arbitrary<T> {
  return new FromChoices(build);
}

/** The choices behind a seed, as something that fast-check can shrink. */
export function arbitraryReplay<T>(build: Build<T>, seed: number): fc.Arbitrary<T> {
  return new FromChoices(build, seed);
}

class FromChoices<T> extends fc.Arbitrary<T> {
  readonly #build: Build<T>;
  readonly #seed: number | undefined;

  constructor(build: Build<T>, seed?: number) {
    super();
    this.#build = build;
    this.#seed = seed;
  }

  override generate(random: fc.Random): fc.Value<T> {
    return this.#valueOf(seededChoices(this.#seed ?? random.nextInt(0, 0x7fffffff)));
  }

  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- a type predicate names its parameter
  override canShrinkWithoutContext(value: unknown): value is T {
    return false;
  }

  override shrink(_value: T, made: unknown): fc.Stream<fc.Value<T>> {
    if (!isNumbers(made)) return fc.Stream.nil();
    return fc
      .stream(simpler(made))
      .map((list) => this.#valueOf(replayedChoices(list)))
      .filter(({ context }) => isNumbers(context) && isSimpler(context, made));
  }

  #valueOf(choices: RecordedChoices): fc.Value<T> {
    const value = this.#build(choices);
    return new fc.Value(value, trimmed(choices.made));
  }
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === "number");
}

/** Choices that run out go on as 0, so zeros at the end say nothing. */
function trimmed(made: readonly number[]): readonly number[] {
  return made.slice(0, made.findLastIndex((choice) => choice !== 0) + 1);
}

/** Shorter lists are simpler; of the same length, those with the smaller first difference. */
function isSimpler(list: readonly number[], than: readonly number[]): boolean {
  if (list.length !== than.length) return list.length < than.length;
  const difference = list.findIndex((choice, i) => choice !== than[i]);
  return difference !== -1 && (list[difference] ?? 0) < (than[difference] ?? 0);
}

function* simpler(made: readonly number[]): Generator<readonly number[], void> {
  for (let size = 2 ** Math.floor(Math.log2(made.length || 1)); size >= 1; size /= 2) {
    for (let at = 0; at + size <= made.length; at += size) {
      yield made.toSpliced(at, size);
      yield made.map((choice, i) => (i >= at && i < at + size ? 0 : choice));
    }
  }
  for (const [i, choice] of made.entries()) {
    if (choice > 1) yield made.with(i, Math.floor(choice / 2));
    if (choice > 0) yield made.with(i, choice - 1);
  }
}
