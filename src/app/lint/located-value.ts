import type { Span } from "../../policy/index.ts";

/** A value of a JSON or YAML file, and where it stands there. */
export type LocatedValue = LocatedScalar | LocatedList | LocatedMap;

export interface LocatedScalar {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  readonly at: Span;
}

interface LocatedList {
  readonly kind: "list";
  readonly items: readonly LocatedValue[];
  readonly at: Span;
}

export interface LocatedMap {
  readonly kind: "map";
  readonly entries: readonly LocatedEntry[];
  readonly at: Span;
}

export interface LocatedEntry {
  readonly name: string;
  readonly nameAt: Span;
  readonly value: LocatedValue;
}

/** The value under a name, or undefined; names inside names are followed. */
export function valueAt(
  value: LocatedValue | undefined,
  ...names: readonly string[]
): LocatedValue | undefined {
  let found = value;
  for (const name of names) {
    found = found?.kind === "map" ? entryOf(found, name)?.value : undefined;
  }
  return found;
}

/** The items of a list, or none. */
export function itemsOf(value: LocatedValue | undefined): readonly LocatedValue[] {
  return value?.kind === "list" ? value.items : [];
}

/** The entries of a map, or none. */
export function entriesOf(value: LocatedValue | undefined): readonly LocatedEntry[] {
  return value?.kind === "map" ? value.entries : [];
}

/** The text of a scalar that is text. */
export function textOf(value: LocatedValue | undefined): string | undefined {
  return value?.kind === "scalar" && typeof value.value === "string" ? value.value : undefined;
}

function entryOf(map: LocatedMap, name: string): LocatedEntry | undefined {
  return map.entries.find((entry) => entry.name === name);
}
