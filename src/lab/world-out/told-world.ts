import type { World } from "../../policy/index.ts";

/** A world that was made of a lab's state, and what of that state no world can say. */
export interface ToldWorld {
  readonly world: World;
  /** One line each, for people. */
  readonly lacks: readonly string[];
}

/** A part of a world, with what it leaves out. */
export interface Told<Part> {
  readonly part: Part;
  readonly lacks: readonly string[];
}

/** Parts that belong together, by name, those without content left out. */
export function tellEach<Row, Part>(
  rows: Iterable<Row>,
  tell: (row: Row) => readonly [name: string, told: Told<Part>],
): Told<Record<string, Part>> {
  const told = Array.from(rows, tell);
  return {
    part: Object.fromEntries(told.map(([name, { part }]) => [name, part])),
    lacks: told.flatMap(([, { lacks }]) => lacks),
  };
}

/** One line for each thing that is there and cannot be said. */
export function lacksOf(
  owner: string,
  things: Readonly<Record<string, boolean>>,
): readonly string[] {
  return Object.entries(things)
    .filter(([, isThere]) => isThere)
    .map(([thing]) => `${owner}: ${thing}`);
}

/** A field of its own, where it is not empty. */
export function unlessEmpty<Name extends string, Part extends object>(
  name: Name,
  part: Part,
): Partial<Record<Name, Part>> {
  const isEmpty = Object.keys(part).length === 0;
  return isEmpty ? {} : ({ [name]: part } as Record<Name, Part>);
}
