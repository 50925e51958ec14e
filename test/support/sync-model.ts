import type { SyncOptions } from "../../src/sync/index.ts";

/** A file or an object: what it holds, and when it was last written, in seconds since 1970. */
export interface Item {
  readonly body: Buffer;
  readonly second: number;
}

/** One side of a sync by keys relative to its root. */
export type Tree = ReadonlyMap<string, Item>;

/** Two sides, and how one is to be brought to the other's state. */
export interface ModelCase {
  readonly direction: "upload" | "download" | "copy";
  readonly source: Tree;
  readonly destination: Tree;
  readonly flags: Partial<SyncOptions>;
}

/** What a run must come to. */
export interface ModelOutcome {
  /** The destination's bodies, all of them: also what no sync of this root sees. */
  readonly destination: ReadonlyMap<string, Buffer>;
  readonly sent: ReadonlySet<string>;
  readonly deleted: ReadonlySet<string>;
  /** Objects of the source that cannot be written, each with a warning. */
  readonly skipped: ReadonlySet<string>;
  readonly exit: 0 | 2;
}

/**
 * What `sluice sync` says of itself, once more and in other words: AWS's page on `sync` with what
 * was observed of it, and where docs/differences.md differs, that page.
 */
export function modelSync(given: ModelCase): ModelOutcome {
  const { direction, flags } = given;
  const source = direction === "upload" ? given.source : withoutMarkers(given.source);
  const old = direction === "download" ? given.destination : withoutMarkers(given.destination);
  const wanted = [...source].filter(([key, item]) => {
    const there = old.get(key);
    // A listing does not show a folder's marker, but S3 says of the name that it is taken.
    if (flags.noOverwrite === true && given.destination.has(key)) return false;
    return takesPart(key, flags) && (there === undefined || isReplaced([item, there], given));
  });
  const skipped = new Set(wanted.map(([key]) => key).filter((key) => isSkipped(key, direction)));
  const sent = new Map(wanted.filter(([key]) => !skipped.has(key)));
  const extra = [...old.keys()].filter((key) => !source.has(key) && takesPart(key, flags));
  const isAnythingLeft = [...source.keys()].some((key) => takesPart(key, flags));
  const mayDelete =
    (flags.allowEmptySource === true || isAnythingLeft) &&
    extra.length <= (flags.maxDelete ?? Math.max(1_000, Math.floor(old.size / 2)));
  const deleted = new Set(flags.delete === true && mayDelete ? extra : []);
  const isRefused = flags.delete === true && extra.length > 0 && !mayDelete;
  const left = [...given.destination].filter(([key]) => !deleted.has(key));
  return {
    destination: new Map([...left, ...sent].map(([key, { body }]) => [key, body])),
    sent: new Set(sent.keys()),
    deleted,
    skipped,
    exit: isRefused || skipped.size > 0 ? 2 : 0,
  };
}

/** The console's folders, zero bytes under `x/`, are neither copied nor deleted. */
function withoutMarkers(tree: Tree): Tree {
  return new Map([...tree].filter(([key, { body }]) => body.length > 0 || !/(?:^|\/)$/.test(key)));
}

function isReplaced(
  [source, old]: readonly [Item, Item],
  { direction, flags }: Pick<ModelCase, "direction" | "flags">,
): boolean {
  const isNewer = source.second > old.second;
  const isOlder = source.second < old.second;
  if (flags.update === true && isOlder) return false;
  if (source.body.length !== old.body.length) return true;
  if (flags.checksum === true) return !source.body.equals(old.body);
  if (flags.update === true) return isNewer;
  if (flags.sizeOnly === true && flags.exactTimestamps !== true) return false;
  if (direction !== "download") return isNewer;
  return isOlder || (flags.exactTimestamps === true && isNewer);
}

/** Only what names one file, and nothing above or beside it, is written to a disk. */
function isSkipped(key: string, direction: ModelCase["direction"]): boolean {
  if (direction === "upload") return false;
  if (direction === "copy") return key === "";
  return key.includes("\0") || /(?:^|\/)\.{0,2}(?:\/|$)/.test(key);
}

/** Included at the start; the last pattern that matches decides. */
function takesPart(key: string, { filters = [] }: Partial<SyncOptions>): boolean {
  let isIn = true;
  for (const { kind, pattern } of filters) {
    if (isMatch(pattern, Array.from(key))) isIn = kind === "include";
  }
  return isIn;
}

const STEP = /\*|\?|\[(!|(?!!))(\][^\]]*|[^\]]+)\]|[^]/gu;

/** Python's `fnmatch`: `*` crosses `/`, a `]` in the first place is a member, also behind `!`, an open `[` is itself. */
function isMatch(pattern: string, text: readonly string[]): boolean {
  // Every length of text that the pattern so far can stand for.
  let ends: ReadonlySet<number> = new Set([0]);
  for (const [step, not, members] of pattern.matchAll(STEP)) {
    const next = new Set<number>();
    for (const end of ends) {
      if (step === "*") for (let at = end; at <= text.length; at++) next.add(at);
      else if (end < text.length && isOne(text[end], { step, not, members })) next.add(end + 1);
    }
    ends = next;
  }
  return ends.has(text.length);
}

interface Step {
  readonly step: string;
  readonly not: string | undefined;
  readonly members: string | undefined;
}

function isOne(char: string | undefined, { step, not, members }: Step): boolean {
  if (members === undefined) return step === "?" || step === char;
  const ranges = [...members.matchAll(/([^])-([^])|[^]/gu)];
  const isMember = ranges.some(([one, low = one, high = one]) => {
    const code = codeOf(char);
    return codeOf(low) <= code && code <= codeOf(high);
  });
  return isMember !== (not === "!");
}

function codeOf(char = ""): number {
  return char.codePointAt(0) ?? 0;
}
