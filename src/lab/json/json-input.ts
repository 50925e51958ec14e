import { failedConstraint, jsonRefusal } from "./json-refusal.ts";

/** What JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue | undefined };

/** A JSON object, of a request's body or of an answer's. */
export interface JsonObject {
  readonly [name: string]: JsonValue | undefined;
}

/** Reads a request's body: an object, or nothing at all. */
export function parseInput(text: string): JsonObject {
  if (text.trim() === "") return {};
  let value: JsonValue;
  try {
    // What `JSON.parse` gives is JSON, whatever its declared type says.
    value = JSON.parse(text) as JsonValue;
  } catch {
    throw malformed("the body is not JSON");
  }
  if (!isObject(value)) throw malformed("the body is not a JSON object");
  return value;
}

/** The text of a member; undefined when it is absent. */
export function textOf(input: JsonObject, name: string): string | undefined {
  const value = memberOf(input, name);
  if (value === undefined || typeof value === "string") return value;
  throw malformed(`\`${name}\` is not a string`);
}

/** The text of a member that must be there. */
export function requireText(input: JsonObject, name: string): string {
  const value = textOf(input, name);
  if (value !== undefined) return value;
  throw isNull(name);
}

/** A whole number within bounds; undefined when it is absent. */
export function numberOf(
  input: JsonObject,
  name: string,
  { min, max }: { readonly min: number; readonly max: number },
): number | undefined {
  const value = memberOf(input, name);
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw malformed(`\`${name}\` is not a whole number`);
  }
  if (value < min) {
    const rule = `Member must have value greater than or equal to ${min}`;
    throw failedConstraint(name, `'${value}'`, rule);
  }
  if (value > max) {
    throw failedConstraint(
      name,
      `'${value}'`,
      `Member must have value less than or equal to ${max}`,
    );
  }
  return value;
}

/** A truth value; false when it is absent. */
export function isSet(input: JsonObject, name: string): boolean {
  const value = memberOf(input, name) ?? false;
  if (typeof value === "boolean") return value;
  throw malformed(`\`${name}\` is not a boolean`);
}

/** Bytes in base64; undefined when they are absent. */
export function bytesOf(input: JsonObject, name: string): Uint8Array | undefined {
  const text = textOf(input, name);
  if (text === undefined) return undefined;
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw malformed(`\`${name}\` is not base64`);
  return Buffer.from(text, "base64");
}

/** A map from names to texts; empty when it is absent. */
export function textMapOf(input: JsonObject, name: string): Readonly<Record<string, string>> {
  const value = memberOf(input, name);
  if (value === undefined) return {};
  if (!isObject(value)) throw malformed(`\`${name}\` is not a map`);
  return Object.fromEntries(Object.keys(value).map((key) => [key, requireText(value, key)]));
}

/** A list of texts; undefined when it is absent. */
export function textsOf(input: JsonObject, name: string): readonly string[] | undefined {
  return listOf(input, name)?.map((value) => {
    if (typeof value === "string") return value;
    throw malformed(`\`${name}\` is not a list of strings`);
  });
}

/** A list of objects; empty when it is absent. */
export function objectsOf(input: JsonObject, name: string): readonly JsonObject[] {
  return (listOf(input, name) ?? []).map((value) => {
    if (isObject(value)) return value;
    throw malformed(`\`${name}\` is not a list of objects`);
  });
}

/** An object; undefined when it is absent. */
export function objectOf(input: JsonObject, name: string): JsonObject | undefined {
  const value = memberOf(input, name);
  if (value === undefined || isObject(value)) return value;
  throw malformed(`\`${name}\` is not an object`);
}

/** One of a few words; undefined when it is absent. */
export function oneOf<Word extends string>(
  input: JsonObject,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = textOf(input, name);
  if (text === undefined) return undefined;
  const word = words.find((each) => each === text);
  if (word !== undefined) return word;
  const rule = `Member must satisfy enum value set: [${words.join(", ")}]`;
  throw failedConstraint(name, `'${text}'`, rule);
}

/** AWS's answer to a member that must be there. */
export function isNull(name: string): Error {
  return failedConstraint(name, "null", "Member must not be null");
}

function listOf(input: JsonObject, name: string): readonly JsonValue[] | undefined {
  const value = memberOf(input, name);
  if (value === undefined || Array.isArray(value)) return value;
  throw malformed(`\`${name}\` is not a list`);
}

/** A client chooses the names: `constructor` is no member of anybody's. */
function memberOf(input: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(input, name) ? (input[name] ?? undefined) : undefined;
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(message: string): Error {
  return jsonRefusal("SerializationException", message);
}
