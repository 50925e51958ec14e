const MANY = 30_000;

/** So many keys by their numbers. */
export function numbered(make: (i: number) => string, count: number = MANY): readonly string[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

/** A number in decimal digits, at least so many. */
export const digits = (value: number, width: number): string => String(value).padStart(width, "0");
/** Spreads numbers as a hash does. */
export const mixed = (i: number): number => Math.imul(i ^ 0x9e3779b9, 0x85ebca6b) >>> 0;

const WORDS =
  "alder ash beech birch cedar elm fir hazel holly larch lime maple oak pine plane poplar rowan spruce willow yew".split(
    " ",
  );

/** Kinds of buckets by name, with their keys. */
export const SHAPES: readonly (readonly [string, readonly string[]])[] = [
  ["numbers in a row", numbered((i) => `obj-${digits(i, 10)}`)],
  [
    "directories",
    numbered((i) => `dir-${digits(Math.floor(i / 100), 6)}/file-${digits(i % 100, 6)}`),
  ],
  [
    "dates",
    numbered((i) => {
      const hour = Math.floor(i / 20);
      const [month, day] = [Math.floor(hour / 720) % 12, Math.floor(hour / 24) % 30];
      const year = 2015 + Math.floor(hour / 8_640);
      return `logs/year=${year}/month=${digits(month + 1, 2)}/day=${digits(day + 1, 2)}/hour=${digits(hour % 24, 2)}/part-${digits(i % 20, 6)}`;
    }),
  ],
  ["hashes", numbered((i) => mixed(i).toString(16).padStart(8, "0"))],
  [
    "one giant directory among small ones",
    numbered((i) => {
      if (i < 500) return `a/${digits(i, 9)}`;
      return i < MANY - 500 ? `data/hot/2024/blob-${digits(i, 10)}` : `z/${digits(i, 9)}`;
    }),
  ],
  ["deep paths", numbered((i) => Array.from(digits(i, 9), (digit) => `l${digit}`).join("/"))],
  [
    "other alphabets",
    numbered((i) => `dépôt ${digits(Math.floor(i / 100), 6)}/写真+&<${digits(i % 100, 6)}>😀`),
  ],
  [
    "words",
    numbered(
      (i) =>
        `${WORDS[mixed(i) % 20] ?? ""}/${WORDS[mixed(i + MANY) % 20] ?? ""}-${mixed(i).toString(36)}`,
    ),
  ],
  [
    "unlike prefixes",
    numbered((i) => {
      if (i < 0.1 * MANY) return `assets/img-${digits(i, 6)}.png`;
      if (i < 0.4 * MANY) return `logs/${digits(Math.floor(i / 50), 5)}/${mixed(i).toString(16)}`;
      if (i < 0.8 * MANY) return `uploads/${mixed(i).toString(16).padStart(8, "0")}`;
      return `users/${digits(i, 7)}/profile.json`;
    }),
  ],
  [
    "small directories before a large one",
    numbered((i) => {
      if (i >= 0.9 * MANY) return `tmp/${digits(i, 8)}`;
      if (i >= 0.02 * MANY) return `media/${mixed(i).toString(16).padStart(8, "0")}.mp4`;
      return `${"abcdefghij"[i % 10] ?? ""}-config/${digits(i, 6)}`;
    }),
  ],
  [
    "a counted directory before unlike ones",
    numbered((i) => {
      if (i < 0.1 * MANY) return `2024/${digits(Math.floor(i / 50), 4)}/${digits(i % 50, 4)}`;
      if (i < 0.5 * MANY) return `media/${mixed(i).toString(16).padStart(8, "0")}.mp4`;
      if (i < 0.6 * MANY) return `thumbs/${digits(i, 8)}`;
      return `users/${digits(i, 7)}/${mixed(i).toString(36)}`;
    }),
  ],
  ["numbers of any length", numbered((i) => `v${Math.floor(i / 70)}/part-${digits(i % 70, 4)}`)],
  ["directories of few keys", numbered((i) => `${mixed(i >> 2).toString(36)}/${i % 4}.json`)],
  ["few directories in a row", numbered((i) => `batch-${digits(i % 10, 2)}/item-${digits(i, 8)}`)],
  [
    "characters on both sides of the surrogates",
    numbered(
      (i) =>
        Array.from(
          digits(i, 6),
          (digit) => Array.from("a～\uE000￼é😀𐀀zZ0")[Number(digit)] ?? "",
        ).join("") + digits(i, 6),
    ),
  ],
];

/** As a store names what it finds by its content. */
export const SHARDS: readonly string[] = numbered((i) => {
  const hash = mixed(i).toString(16).padStart(8, "0");
  return `${hash.slice(0, 2)}/${hash}`;
});
