import { decodeXmlText } from "./xml-text.ts";

/** What an error answer says. */
interface ReadS3Error {
  readonly code: string;
  readonly message: string;
  readonly requestId?: string;
  /** All text elements by name, `Code` and `Message` among them. */
  readonly elements: ReadonlyMap<string, string>;
}

// Far more than S3 sends, and an end to what a hostile server can make us read.
const MAX_LENGTH = 64 * 1024;

/** Reads `<Error>` of S3, or of IAM's and STS's `<ErrorResponse>`; undefined for any other text. */
export function readS3Error(xml: string): ReadS3Error | undefined {
  const text = xml.slice(0, MAX_LENGTH);
  const open = /^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?(?:<ErrorResponse\b[^>]*>\s*)?<Error\b[^>]*>/.exec(
    text,
  );
  if (open === null) return undefined;
  const elements = readElements(text, open[0].length);
  const code = elements.get("Code");
  if (code === undefined || code === "") return undefined;
  const requestId = elements.get("RequestId") ?? outerRequestId(text);
  const message = elements.get("Message") ?? "";
  return { code, message, ...(requestId !== undefined && { requestId }), elements };
}

function readElements(text: string, from: number): ReadonlyMap<string, string> {
  const elements = new Map<string, string>();
  const element = /\s*<([A-Za-z][\w.-]*)(?:\s[^<>]*)?(?:\/>|>([^<]*)<\/\1\s*>)/y;
  element.lastIndex = from;
  for (let match = element.exec(text); match !== null; match = element.exec(text)) {
    const [, name = "", value = ""] = match;
    if (!elements.has(name)) elements.set(name, decodeXmlText(value));
  }
  return elements;
}

/** The query protocol puts it behind `</Error>`. */
function outerRequestId(text: string): string | undefined {
  return /<\/Error>\s*<RequestId>([^<]*)<\/RequestId>/.exec(text)?.[1];
}
