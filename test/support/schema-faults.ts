import type { JsonSchema } from "../../scripts/schemas/json-schema.ts";

/** What is wrong with a value by a JSON Schema, a line each; none where it fits. */
export function schemaFaults(value: unknown, root: JsonSchema): readonly string[] {
  return faultsOf(value, root, { root, path: "" });
}

interface Place {
  readonly root: JsonSchema;
  readonly path: string;
}

function faultsOf(value: unknown, schema: JsonSchema, place: Place): readonly string[] {
  const name = schema.$ref?.replace("#/$defs/", "");
  const referred = name === undefined ? undefined : place.root.$defs?.[name];
  if (name !== undefined && referred === undefined) return [`${place.path}: no $defs/${name}`];
  return [
    ...(referred === undefined ? [] : faultsOf(value, referred, place)),
    ...ofValue(value, schema).map((fault) => `${place.path}: ${fault}`),
    ...ofChoices(value, schema, place),
    ...ofItems(value, schema, place),
    ...ofProperties(value, schema, place),
  ];
}

function ofValue(value: unknown, schema: JsonSchema): readonly string[] {
  const { type, const: only, enum: some, pattern } = schema;
  return [
    ...(type === undefined || isOfType(value, type) ? [] : [`is no ${type}`]),
    ...(only === undefined || value === only ? [] : [`is not ${only}`]),
    ...(some === undefined || some.some((each) => each === value) ? [] : ["is none of them"]),
    ...(pattern === undefined || matches(value, pattern) ? [] : [`does not match ${pattern}`]),
    ...(isWithin(value, schema) ? [] : ["is out of bounds"]),
  ];
}

function matches(value: unknown, pattern: string): boolean {
  return typeof value !== "string" || new RegExp(pattern, "u").test(value);
}

function isWithin(value: unknown, { minimum, maximum }: JsonSchema): boolean {
  return typeof value !== "number" || (value >= (minimum ?? value) && value <= (maximum ?? value));
}

function isOfType(value: unknown, type: string): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object")
    return typeof value === "object" && value !== null && !Array.isArray(value);
  return type === "integer" ? Number.isInteger(value) : typeof value === type;
}

function ofChoices(value: unknown, { anyOf }: JsonSchema, place: Place): readonly string[] {
  if (anyOf === undefined) return [];
  const faults = anyOf.map((each) => faultsOf(value, each, place));
  if (faults.some(({ length }) => length === 0)) return [];
  // The choice that came nearest got deepest.
  return faults.reduce((a, b) => (depthOf(b) > depthOf(a) ? b : a));
}

function depthOf(faults: readonly string[]): number {
  return Math.min(...faults.map((fault) => fault.split(":")[0]?.split("/").length ?? 0));
}

function ofItems(value: unknown, { items, maxItems }: JsonSchema, place: Place): readonly string[] {
  if (!Array.isArray(value)) return [];
  const isLong = maxItems !== undefined && value.length > maxItems;
  const faults = value.flatMap((each: unknown, i) =>
    items === undefined ? [] : faultsOf(each, items, { ...place, path: `${place.path}/${i}` }),
  );
  return isLong ? [`${place.path}: too long`, ...faults] : faults;
}

function ofProperties(value: unknown, schema: JsonSchema, place: Place): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  const { properties = {}, required = [], propertyNames, additionalProperties } = schema;
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  const inside = Object.entries(value).flatMap(([name, each]: [string, unknown]) => {
    const at = { ...place, path: `${place.path}/${name}` };
    const known = properties[name] ?? additionalProperties;
    return [
      ...(propertyNames === undefined ? [] : faultsOf(name, propertyNames, at)),
      ...(known === false ? [`${at.path}: is not known`] : []),
      ...(typeof known === "object" ? faultsOf(each, known, at) : []),
    ];
  });
  return [...missing.map((name) => `${place.path}: lacks ${name}`), ...inside];
}
