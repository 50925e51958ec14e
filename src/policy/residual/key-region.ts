import { covers, widest } from "./covers.ts";
import { intersect, isApart } from "./intersect.ts";
import type { KeyPattern } from "./key-pattern.ts";

/** Keys that some pattern matches and no exception does. */
export interface KeyRegion {
  readonly patterns: readonly KeyPattern[];
  readonly except: readonly KeyPattern[];
}

/** The part of a region inside some patterns; undefined when there is none. */
export function inside(
  { patterns, except }: KeyRegion,
  limit: readonly KeyPattern[],
): KeyRegion | "tooMany" | undefined {
  const met: KeyPattern[] = [];
  for (const pattern of patterns) {
    for (const other of limit) {
      const both = intersect(pattern, other);
      if (both === "tooMany") return both;
      met.push(...both);
    }
  }
  return tidy({ patterns: met, except });
}

/** The part of a region outside of some patterns; undefined when there is none. */
export function outside(
  { patterns, except }: KeyRegion,
  limit: readonly KeyPattern[],
): KeyRegion | undefined {
  return tidy({ patterns, except: [...except, ...limit] });
}

function tidy({ patterns, except }: KeyRegion): KeyRegion | undefined {
  const left = widest(patterns.filter((one) => !except.some((other) => covers(other, one))));
  if (left.length === 0) return undefined;
  return { patterns: left, except: widest(except.filter((one) => !areApart([one], left))) };
}

/** Whether no key matches patterns of both. */
function areApart(some: readonly KeyPattern[], others: readonly KeyPattern[]): boolean {
  return some.every((one) => others.every((other) => isApart(one, other)));
}

/** Both regions as one; undefined when a single list of exceptions cannot say it. */
export function joined(one: KeyRegion, other: KeyRegion): KeyRegion | undefined {
  const keptOfOne = one.except.filter((pattern) => leavesOut(other, pattern));
  const keptOfOther = other.except.filter((pattern) => leavesOut(one, pattern));
  // An exception of one may go when its keys are in the other, and what that excepts of them is kept.
  const canGo = (pattern: KeyPattern, beside: KeyRegion, kept: readonly KeyPattern[]): boolean =>
    isUnder(pattern, beside.patterns) &&
    beside.except.every((except) => kept.includes(except) || areApart([pattern], [except]));
  const isSaid =
    one.except.every((e) => keptOfOne.includes(e) || canGo(e, other, keptOfOther)) &&
    other.except.every((e) => keptOfOther.includes(e) || canGo(e, one, keptOfOne));
  if (!isSaid) return undefined;
  return tidy({
    patterns: [...one.patterns, ...other.patterns],
    except: [...keptOfOne, ...keptOfOther],
  });
}

/** Whether a region has no key of a pattern; a `no` may be wrong. */
function leavesOut({ patterns, except }: KeyRegion, pattern: KeyPattern): boolean {
  return areApart([pattern], patterns) || isUnder(pattern, except);
}

function isUnder(pattern: KeyPattern, patterns: readonly KeyPattern[]): boolean {
  return patterns.some((other) => covers(other, pattern));
}
