import { Refusal } from "../refusal.ts";

/** Decodes one percent-encoded piece of a URL, or refuses as S3 does. */
export function decodeUrlPiece(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refusal({
      code: "InvalidURI",
      status: 400,
      message: "Couldn't parse the specified URI.",
      elements: { URI: text },
    });
  }
}

/** Reads `a=b&c` or a form body; a name without `=` has an empty value, the first of a name counts. */
export function readParameters(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  if (text === "") return parameters;
  for (const piece of text.split("&")) {
    if (piece === "") continue;
    const [name = "", ...value] = piece.replaceAll("+", " ").split("=");
    const decoded = decodeUrlPiece(name);
    if (!parameters.has(decoded)) parameters.set(decoded, decodeUrlPiece(value.join("=")));
  }
  return parameters;
}
