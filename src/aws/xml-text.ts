const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/**
 * Text for XML content and attributes. Control characters become character references, as S3 writes
 * them, which strict XML 1.0 parsers refuse: that is what `encoding-type=url` is for.
 */
export function escapeXml(text: string): string {
  if (!/[&<>"\0-\x08\v-\x1F\uD800-\uDFFF\uFFFE\uFFFF]/.test(text)) return text;
  return text
    .replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)
    .replace(/[\x01-\x08\v-\x1F]/g, (control) => `&#x${control.charCodeAt(0).toString(16)};`)
    .replace(/[\0\uD800-\uDFFF\uFFFE\uFFFF]/gu, "\uFFFD");
}

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

/** The text behind XML's five named entities and its numeric ones; anything else stays as it is. */
export function decodeXmlText(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&([^;&\s]{1,10});/g, (whole: string, entity: string) => {
    if (Object.hasOwn(NAMED, entity)) return NAMED[entity] ?? whole;
    return entity.startsWith("#") ? (numericCharacter(entity.slice(1)) ?? whole) : whole;
  });
}

function numericCharacter(digits: string): string | undefined {
  const isHex = /^x[0-9A-Fa-f]+$/.test(digits);
  if (!isHex && !/^\d+$/.test(digits)) return undefined;
  const point = isHex ? parseInt(digits.slice(1), 16) : parseInt(digits, 10);
  const isCharacter = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  return isCharacter ? String.fromCodePoint(point) : undefined;
}
