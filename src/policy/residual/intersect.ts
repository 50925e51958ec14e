import { covers, widest } from "./covers.ts";
import { type KeyPattern, type KeyToken, ordered } from "./key-pattern.ts";

// `*a*b*…` meets `*c*d*…` in every order of their letters, so there is a limit to patience. Keys have
// 1,024 bytes at most (S3 User Guide, Naming objects), and patterns that name them no more.
const limits = { length: 2_000, steps: 2_500, patterns: 12 } as const;

/** The patterns of what matches both; `tooMany` when they are more than anyone would read. */
export function intersect(a: KeyPattern, b: KeyPattern): readonly KeyPattern[] | "tooMany" {
  if (covers(b, a)) return [a];
  if (covers(a, b)) return [b];
  if (a.length + b.length > limits.length) return "tooMany";
  const search: Search = { a, b, known: new Map() };
  const found = meet(search, 0, 0);
  return found === "tooMany" ? found : widest(found.map(ordered));
}

interface Search {
  readonly a: KeyPattern;
  readonly b: KeyPattern;
  /** What was found already, by the position in both. */
  readonly known: Map<number, Met>;
}

type Met = readonly KeyPattern[] | "tooMany";

function meet(search: Search, i: number, j: number): Met {
  const { b, known } = search;
  const place = i * (b.length + 1) + j;
  const before = known.get(place);
  if (before !== undefined) return before;
  if (known.size > limits.steps) return "tooMany";
  const met = meetHere(search, i, j);
  known.set(place, met);
  return met;
}

function meetHere(search: Search, i: number, j: number): Met {
  const x = search.a[i];
  const y = search.b[j];
  if (x === undefined && y === undefined) return [[]];
  if (x === "*" && y === "*") {
    return either(after("*", meet(search, i + 1, j)), after("*", meet(search, i, j + 1)));
  }
  if (x === "*") {
    const ended = meet(search, i + 1, j);
    return y === undefined ? ended : either(ended, after(y, meet(search, i, j + 1)));
  }
  if (y === "*") {
    const ended = meet(search, i, j + 1);
    return x === undefined ? ended : either(ended, after(x, meet(search, i + 1, j)));
  }
  const shared = sharedToken(x, y);
  return shared === undefined ? [] : after(shared, meet(search, i + 1, j + 1));
}

function sharedToken(x: KeyToken | undefined, y: KeyToken | undefined): KeyToken | undefined {
  if (x === "?") return y;
  return y === "?" || x === y ? x : undefined;
}

function after(token: KeyToken, met: Met): Met {
  return met === "tooMany" ? met : met.map((pattern) => [token, ...pattern]);
}

function either(one: Met, other: Met): Met {
  if (one === "tooMany" || other === "tooMany") return "tooMany";
  if (one.length === 0) return other;
  if (other.length === 0) return one;
  const both = widest([...one, ...other].map(ordered));
  return both.length > limits.patterns ? "tooMany" : both;
}

/** Whether no text matches both. */
export function isApart(a: KeyPattern, b: KeyPattern): boolean {
  const seen = new Set<number>();
  const open: (readonly [number, number])[] = [[0, 0]];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [i, j] = at;
    if (i === a.length && j === b.length) return false;
    const place = i * (b.length + 1) + j;
    if (seen.has(place)) continue;
    seen.add(place);
    for (const [inA, inB] of steps(a[i], b[j])) open.push([i + inA, j + inB]);
  }
  return true;
}

/** How far a match of both can go on at once. */
function steps(
  x: KeyToken | undefined,
  y: KeyToken | undefined,
): readonly (readonly [number, number])[] {
  if (x === "*" || y === "*") {
    const past: (readonly [number, number])[] = [];
    if (x !== undefined) past.push([1, 0]);
    if (y !== undefined) past.push([0, 1]);
    return past;
  }
  return sharedToken(x, y) === undefined ? [] : [[1, 1]];
}
