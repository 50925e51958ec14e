import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { PYTHON_TYPES } from "./python-types.ts";

/** What every machine that has a table of its own has beside; the AWS CLI has none of these where there is no table. */
const COMMON_TYPES: Readonly<Record<string, string>> = {
  "application/epub+zip": "epub",
  "application/geo+json": "geojson",
  "application/java-archive": "jar",
  "application/rtf": "rtf",
  "application/vnd.android.package-archive": "apk",
  "application/vnd.oasis.opendocument.presentation": "odp",
  "application/vnd.oasis.opendocument.spreadsheet": "ods",
  "application/vnd.oasis.opendocument.text": "odt",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.rar": "rar",
  "application/x-7z-compressed": "7z",
  "audio/flac": "flac",
  "audio/mp4": "m4a",
  "audio/ogg": "oga ogg",
  "font/otf": "otf",
  "font/ttf": "ttf",
  "font/woff": "woff",
  "font/woff2": "woff2",
  "image/webp": "webp",
  "text/calendar": "ics",
  "text/markdown": "md",
  "video/ogg": "ogv",
  "video/x-matroska": "mkv",
};

/** Where CPython's `mimetypes` looks for the tables of a machine (`knownfiles`); the later count more. */
const MACHINE_TABLES: readonly string[] = [
  "/etc/mime.types",
  "/etc/httpd/mime.types",
  "/etc/httpd/conf/mime.types",
  "/etc/apache/mime.types",
  "/etc/apache2/mime.types",
  "/usr/local/etc/httpd/conf/mime.types",
  "/usr/local/lib/netscape/mime.types",
  "/usr/local/etc/httpd/conf/mime.types",
  "/usr/local/etc/mime.types",
];

const ENCODINGS: ReadonlySet<string> = new Set([".gz", ".Z", ".bz2", ".xz", ".br"]);
const SHORT_FOR: ReadonlyMap<string, string> = new Map([
  [".svgz", ".svg.gz"],
  [".tgz", ".tar.gz"],
  [".taz", ".tar.gz"],
  [".tz", ".tar.gz"],
  [".tbz2", ".tar.bz2"],
  [".txz", ".tar.xz"],
]);

/**
 * The content types of file names: as the AWS CLI, which sends what `mimetypes.guess_type` answers and leaves out the
 * encoding, by CPython's own table and those of the machine. These are read when the first type is asked for.
 */
export class ContentTypes {
  readonly #tables: readonly string[];
  #typeOf: ReadonlyMap<string, string> | undefined;

  constructor(tables: readonly string[] = MACHINE_TABLES) {
    this.#tables = tables;
  }

  /** The type that a name's extension says, looking through `.gz` and the like. */
  of(path: string): string | undefined {
    this.#typeOf ??= new Map([
      ...[COMMON_TYPES, PYTHON_TYPES].flatMap(pairsOf),
      ...this.#tables.flatMap((table) => pairsIn(textOf(table))),
    ]);
    return this.#typeOf.get(extensionToLookUp(basename(path)).toLowerCase());
  }
}

type Pair = readonly [extension: string, type: string];

function pairsOf(table: Readonly<Record<string, string>>): readonly Pair[] {
  return Object.entries(table).flatMap(([type, extensions]) =>
    extensions.split(" ").map((extension) => [`.${extension}`, type] as const),
  );
}

/** A line has a type and its extensions; what begins with `#` is a comment. */
function pairsIn(text: string): readonly Pair[] {
  return text.split("\n").flatMap((line) => {
    const words = line.split(/\s+/).filter((word) => word !== "");
    const comment = words.findIndex((word) => word.startsWith("#"));
    const [type, ...extensions] = comment < 0 ? words : words.slice(0, comment);
    return type === undefined ? [] : extensions.map((one) => [`.${one}`, type] as const);
  });
}

/** A table that cannot be read is none: a type is a guess at best. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function extensionToLookUp(name: string): string {
  const last = extensionOf(name);
  const long = SHORT_FOR.get(last.toLowerCase());
  const whole = long === undefined ? name : name.slice(0, -last.length) + long;
  const extension = extensionOf(whole);
  return ENCODINGS.has(extension) ? extensionOf(whole.slice(0, -extension.length)) : extension;
}

/** From the last dot on; a name that only starts with dots has no extension. */
function extensionOf(name: string): string {
  return /^\.*[^.].*(\.[^.]*)$/s.exec(name)?.[1] ?? "";
}
