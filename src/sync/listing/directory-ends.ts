import { compareUtf8 } from "../../aws/index.ts";
import { LAST_CHARACTER } from "./key-space.ts";

/** Where directories were asked for: right under a prefix, and behind a key where one was given. */
interface Asked {
  /** Empty, or ends in `/`. */
  readonly prefix: string;
  readonly after?: string | undefined;
}

/** Behind which keys directories end, in order; none where the names are not what was asked for. */
export function directoryEnds(
  names: readonly string[],
  { prefix, after }: Asked,
): readonly string[] {
  const ends = names.map((name) => name + LAST_CHARACTER);
  const areInside = names.every(
    (name) => name.startsWith(prefix) && directoryOf(name, prefix) === name,
  );
  const areInOrder = ends.every((end, at) => {
    const before = ends[at - 1] ?? after;
    return before === undefined || compareUtf8(before, end) < 0;
  });
  return areInside && areInOrder ? ends : [];
}

/** The directory right under a prefix that a key is in, ending in `/`. */
export function directoryOf(key: string, prefix: string): string | undefined {
  const end = key.indexOf("/", prefix.length);
  return end === -1 ? undefined : key.slice(0, end + 1);
}
