import { type Choices, isHit } from "../support/choices.ts";
import type { Json } from "./build-policies.ts";

/** Some of the fields, each in one world of so many. */
export function perhaps(
  choices: Choices,
  fields: Readonly<Record<string, readonly [outOf: number, build: () => unknown]>>,
): Json {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, [outOf, build]]) =>
      isHit(choices, 1, outOf) ? [[name, build()] as const] : [],
    ),
  );
}
