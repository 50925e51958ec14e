import { Refusal } from "../refusal.ts";

/** What a form's policy asks of it. */
export interface PostPolicy {
  readonly expiresMs: number;
  readonly conditions: readonly PostCondition[];
}

/** One condition, and how S3 shows it when it fails. */
export type PostCondition = { readonly text: string } & (
  | { readonly kind: "equals" | "startsWith"; readonly field: string; readonly value: string }
  | { readonly kind: "length"; readonly min: number; readonly max: number }
  /** It has no meaning, so nothing meets it. */
  | { readonly kind: "never" }
);

/** Reads the policy of a form as it was sent, in base64. */
export function readPostPolicy(encoded: string): PostPolicy {
  const document = parseObject(Buffer.from(encoded, "base64").toString("utf8"));
  const extra = [...document.keys()].find((name) => name !== "expiration" && name !== "conditions");
  if (extra !== undefined) throw invalidPolicy(`Unexpected: '${extra.toLowerCase()}'`);
  const expiration = document.get("expiration");
  if (expiration === undefined) throw invalidPolicy("Policy missing expiration.");
  const conditions = document.get("conditions");
  if (conditions === undefined) throw invalidPolicy("Policy missing conditions.");
  if (!Array.isArray(conditions)) {
    throw invalidPolicy("Invalid 'conditions' value: must be a List.");
  }
  return { expiresMs: readExpiration(expiration), conditions: conditions.map(readCondition) };
}

function parseObject(text: string): ReadonlyMap<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidPolicy("Invalid JSON.");
  }
  if (!isObject(value)) throw invalidPolicy("Invalid JSON.");
  return new Map(Object.entries(value));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** In UTC only: S3 reads no offset. */
function readExpiration(value: unknown): number {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(ms)) throw invalidPolicy(`Invalid 'expiration' value: '${text}'`);
  return ms;
}

function readCondition(value: unknown): PostCondition {
  if (Array.isArray(value)) return readList(value);
  if (!isObject(value)) throw invalidPolicy("Invalid condition test: must be a List or Object.");
  return readSimple(Object.entries(value));
}

function readSimple(properties: readonly (readonly [string, unknown])[]): PostCondition {
  const [property] = properties;
  if (property === undefined || properties.length !== 1) {
    throw invalidPolicy(
      "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.",
    );
  }
  const [field, value] = property;
  if (value === null) throw invalidPolicy("Invalid JSON.");
  if (typeof value !== "string") {
    throw invalidPolicy("Invalid Simple-Condition: value must be a string.");
  }
  const text = showList(["eq", `$${field}`, value]);
  return { kind: "equals", field: field.toLowerCase(), value, text };
}

function readList(list: readonly unknown[]): PostCondition {
  const [operation, first, second] = list;
  if (typeof operation !== "string") {
    throw invalidPolicy("Invalid Condition: missing operation identifier.");
  }
  const text = showList(list);
  if (list.length !== 3) throw invalidPolicy(`Invalid ${operation}: wrong number of arguments.`);
  switch (operation.toLowerCase()) {
    case "eq":
      return readMatch("equals", [first, second], text);
    case "starts-with":
      return readMatch("startsWith", [first, second], text);
    case "content-length-range":
      return readRange([first, second], text);
    default:
      throw invalidPolicy(`Invalid Condition: unknown operation '${operation}'.`);
  }
}

type Operands = readonly [unknown, unknown];

function readMatch(
  kind: "equals" | "startsWith",
  [field, value]: Operands,
  text: string,
): PostCondition {
  if (typeof field !== "string" || typeof value !== "string") throw invalidPolicy("Invalid JSON.");
  if (!field.startsWith("$")) return { kind: "never", text };
  return { kind, field: field.slice(1).toLowerCase(), value, text };
}

/** Numbers in quotes count too. */
function readRange(operands: Operands, text: string): PostCondition {
  const [min, max] = operands.map((operand) =>
    typeof operand === "number" ? String(operand) : operand,
  );
  if (operands.some((operand) => typeof operand === "number" && !Number.isInteger(operand))) {
    throw invalidPolicy("Invalid JSON.");
  }
  const isNumber = (operand: unknown): boolean =>
    typeof operand === "string" && /^\d+$/.test(operand);
  if (!isNumber(min) || !isNumber(max)) return { kind: "never", text };
  return { kind: "length", min: Number(min), max: Number(max), text };
}

/** As S3 writes a condition: with a space after each comma. */
function showList(list: readonly unknown[]): string {
  return `[${list.map((item) => JSON.stringify(item)).join(", ")}]`;
}

function invalidPolicy(detail: string): Refusal {
  return new Refusal({
    code: "InvalidPolicyDocument",
    status: 400,
    message: `Invalid Policy: ${detail}`,
  });
}
