import { type Span, type TextEdit, UNKNOWN_TEXT } from "../../policy/index.ts";
import type { PolicySource } from "./embedded-policy.ts";
import { asIntrinsic, intrinsicText } from "./intrinsic-text.ts";
import { itemsOf, entriesOf, type LocatedMap, type LocatedValue } from "./located-value.ts";

/** A file that is one policy. */
export function wholeFile(text: string): PolicySource {
  return { text, place: (span) => span, translate: (edits) => edits };
}

/**
 * A policy that stands in a JSON file as it is: intrinsics are overwritten by texts of the same
 * length, so that every place in the policy is a place in the file.
 */
export function jsonPart(file: string, value: LocatedValue): PolicySource {
  const { offset, length } = value.at;
  let text = file.slice(offset, offset + length);
  for (const intrinsic of intrinsicsIn(value)) {
    const from = intrinsic.at.offset - offset;
    const to = from + intrinsic.at.length;
    text = text.slice(0, from) + paddedText(intrinsic) + text.slice(to);
  }
  return {
    text,
    place: (span) => ({ offset: span.offset + offset, length: span.length }),
    translate: (edits) => {
      const moved = edits.map((edit) => ({ ...edit, offset: edit.offset + offset }));
      const areSafe = moved.every((edit, i) => isSafe(edit, edits[i], { file, text }));
      return areSafe ? moved : undefined;
    },
  };
}

/** An edit may not touch what an intrinsic stands in for. */
function isSafe(
  inFile: TextEdit,
  inText: TextEdit | undefined,
  { file, text }: { readonly file: string; readonly text: string },
): boolean {
  if (inText === undefined || inText.text.includes(UNKNOWN_TEXT)) return false;
  const before = file.slice(inFile.offset, inFile.offset + inFile.length);
  return before === text.slice(inText.offset, inText.offset + inText.length);
}

function intrinsicsIn(value: LocatedValue): readonly LocatedMap[] {
  const intrinsic = asIntrinsic(value);
  if (intrinsic !== undefined) return [intrinsic];
  return [...itemsOf(value), ...entriesOf(value).map((entry) => entry.value)].flatMap(intrinsicsIn);
}

function paddedText(intrinsic: LocatedMap): string {
  const { length } = intrinsic.at;
  const text = JSON.stringify(intrinsicText(intrinsic));
  const fitting = text.length <= length ? text : JSON.stringify(UNKNOWN_TEXT);
  return fitting.padEnd(length);
}

/** A policy written as YAML, put into JSON; what is found in it is shown where it stands in the YAML. */
export function yamlPart(value: LocatedValue): PolicySource {
  const writer = new JsonWriter();
  writer.write(value);
  const { parts, places } = writer;
  return {
    text: parts.join(""),
    place: (span) => places.findLast(({ at }) => at <= span.offset)?.source ?? value.at,
    translate: () => undefined,
  };
}

class JsonWriter {
  readonly parts: string[] = [];
  readonly places: { readonly at: number; readonly source: Span }[] = [];
  #length = 0;

  write(value: LocatedValue): void {
    this.#mark(value.at);
    const intrinsic = asIntrinsic(value);
    if (intrinsic !== undefined) this.#add(JSON.stringify(intrinsicText(intrinsic)));
    else this.#writePlain(value);
  }

  #writePlain(value: LocatedValue): void {
    switch (value.kind) {
      case "scalar":
        this.#add(JSON.stringify(value.value));
        return;
      case "list":
        this.#writeAll("[]", value.items, (item) => {
          this.write(item);
        });
        return;
      case "map":
        this.#writeAll("{}", value.entries, (entry) => {
          this.#mark(entry.nameAt);
          this.#add(`${JSON.stringify(entry.name)}: `);
          this.write(entry.value);
        });
    }
  }

  #writeAll<T>(brackets: string, items: readonly T[], write: (item: T) => void): void {
    this.#add(brackets.slice(0, 1));
    for (const [i, item] of items.entries()) {
      if (i > 0) this.#add(", ");
      write(item);
    }
    this.#add(brackets.slice(1));
  }

  #mark(source: Span): void {
    this.places.push({ at: this.#length, source });
  }

  #add(text: string): void {
    this.parts.push(text);
    this.#length += text.length;
  }
}

/** A policy that stands in a JSON file as one string. */
export function jsonString(
  file: string,
  { text, at }: { readonly text: string; readonly at: Span },
): PolicySource {
  const starts = unitStarts(file.slice(at.offset, at.offset + at.length));
  const placeOf = (offset: number): number => at.offset + (starts[offset] ?? at.length - 1);
  return {
    text,
    place: ({ offset, length }) => {
      const from = placeOf(offset);
      return { offset: from, length: Math.max(placeOf(offset + length) - from, 1) };
    },
    translate: () => undefined,
  };
}

/** Where each UTF-16 unit of a JSON string's value begins in its literal. */
function unitStarts(literal: string): readonly number[] {
  const starts: number[] = [];
  const unit = /\\u[0-9A-Fa-f]{4}|\\.|[^\\]/gs;
  unit.lastIndex = 1;
  for (let match = unit.exec(literal); match !== null; match = unit.exec(literal)) {
    starts.push(match.index);
  }
  return starts;
}
