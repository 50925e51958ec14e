import { basename } from "node:path";

/**
 * Types by extension as CPython 3.11's `mimetypes` has them, which the AWS CLI sends, and a few that
 * it takes from the machine's own table (`/etc/mime.types`: fonts, Markdown, WebP). Rare ones are left
 * out: S3 then stores `binary/octet-stream`.
 */
const EXTENSIONS_OF = {
  "application/javascript": "js mjs",
  "application/json": "json",
  "application/manifest+json": "webmanifest",
  "application/msword": "doc",
  "application/octet-stream": "a bin dll exe o so",
  "application/pdf": "pdf",
  "application/postscript": "ai eps ps",
  "application/vnd.apple.mpegurl": "m3u m3u8",
  "application/vnd.ms-excel": "xls",
  "application/vnd.ms-powerpoint": "ppt",
  "application/wasm": "wasm",
  "application/x-pkcs12": "p12 pfx",
  "application/x-python-code": "pyc",
  "application/x-sh": "sh",
  "application/x-tar": "tar",
  "application/xml": "xsl",
  "application/zip": "zip",
  "audio/3gpp": "3gp",
  "audio/aac": "aac",
  "audio/mpeg": "mp3",
  "audio/opus": "opus",
  "audio/x-aiff": "aif aiff",
  "audio/x-wav": "wav",
  "font/otf": "otf",
  "font/ttf": "ttf",
  "font/woff": "woff",
  "font/woff2": "woff2",
  "image/avif": "avif",
  "image/bmp": "bmp",
  "image/gif": "gif",
  "image/heic": "heic",
  "image/heif": "heif",
  "image/jpeg": "jpeg jpg",
  "image/png": "png",
  "image/svg+xml": "svg",
  "image/tiff": "tif tiff",
  "image/webp": "webp",
  "image/vnd.microsoft.icon": "ico",
  "message/rfc822": "eml",
  "text/css": "css",
  "text/csv": "csv",
  "text/html": "htm html",
  "text/markdown": "md",
  "text/plain": "c h srt txt",
  "text/tab-separated-values": "tsv",
  "text/vtt": "vtt",
  "text/x-python": "py",
  "text/xml": "xml",
  "video/mp4": "mp4",
  "video/mpeg": "mpeg mpg",
  "video/quicktime": "mov",
  "video/webm": "webm",
  "video/x-msvideo": "avi",
};

const TYPE_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(EXTENSIONS_OF).flatMap(([type, extensions]) =>
    extensions.split(" ").map((extension) => [`.${extension}`, type] as const),
  ),
);

const ENCODINGS: ReadonlySet<string> = new Set([".gz", ".Z", ".bz2", ".xz", ".br"]);
const WITHOUT_ENCODING: ReadonlyMap<string, string> = new Map([
  [".tgz", ".tar"],
  [".taz", ".tar"],
  [".tz", ".tar"],
  [".tbz2", ".tar"],
  [".txz", ".tar"],
  [".svgz", ".svg"],
]);

/** The content type that a key's extension says, looking through `.gz` and the like. */
export function contentTypeOf(key: string): string | undefined {
  const name = basename(key);
  const last = extensionOf(name);
  const encoded = ENCODINGS.has(last);
  const extension = (encoded ? extensionOf(name.slice(0, -last.length)) : last).toLowerCase();
  return TYPE_OF.get(WITHOUT_ENCODING.get(extension) ?? extension);
}

/** From the last dot on; a name that only starts with dots has no extension. */
function extensionOf(name: string): string {
  return /^\.*[^.].*(\.[^.]*)$/s.exec(name)?.[1] ?? "";
}
