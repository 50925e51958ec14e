import { sentenceSaid } from "../../src/aws/index.ts";
import { policyText } from "../../src/policy/world/written-shapes.ts";
import { anyOf, type JsonSchema } from "./json-schema.ts";

/** A schema or an action of valibot, as it is at run time. */
interface Part {
  readonly kind: "schema" | "validation" | "transformation" | "metadata";
  readonly type: string;
  readonly pipe?: readonly Part[];
  readonly wrapped?: Part;
  readonly entries?: Readonly<Record<string, Part>>;
  readonly key?: Part;
  readonly value?: Part;
  readonly item?: Part;
  readonly options?: readonly string[];
  readonly literal?: string;
  readonly requirement?: unknown;
  readonly message?: unknown;
  readonly getter?: (input: unknown) => Part;
}

/** One of each kind that a world file can have: what is chosen by the input is asked with all. */
const INPUTS: readonly unknown[] = ["none", "", [], {}, null];

/** The JSON Schema of what a valibot schema takes; throws for a kind that it does not know. */
export function schemaOf(schema: unknown): JsonSchema {
  return ofPart(schema as Part);
}

function ofPart(part: Part): JsonSchema {
  if (part === (policyText as unknown)) return { $ref: "#/$defs/policy" };
  if (part.pipe !== undefined) return ofPipe(part.pipe);
  switch (part.type) {
    case "optional":
    case "exact_optional":
      return ofPart(required(part.wrapped));
    case "nullish":
    case "nullable":
      return anyOf([ofPart(required(part.wrapped)), { type: "null" }]);
    case "strict_object":
      return ofFields(required(part.entries));
    case "record":
      return {
        type: "object",
        propertyNames: ofPart(required(part.key)),
        additionalProperties: ofPart(required(part.value)),
      };
    case "array":
      return { type: "array", items: ofPart(required(part.item)) };
    case "lazy":
      return ofChoice(required(part.getter));
    default:
      return ofValue(part);
  }
}

function ofValue(part: Part): JsonSchema {
  switch (part.type) {
    case "picklist":
      return { enum: required(part.options) };
    case "literal":
      return { const: required(part.literal) };
    case "string":
    case "number":
    case "boolean":
      return { type: part.type };
    default:
      throw new Error(`cannot write valibot's \`${part.type}\` as JSON Schema`);
  }
}

/** What checks on `unknown` lead up to is what is meant. */
function ofPipe(pipe: readonly Part[]): JsonSchema {
  const schema = pipe.findLast(
    ({ kind, type, pipe: inner }) => kind === "schema" && (type !== "unknown" || inner),
  );
  const inner = ofPart(required(schema));
  return pipe.filter(({ kind }) => kind === "validation").reduce(withAction, inner);
}

function withAction(schema: JsonSchema, { type, requirement, message }: Part): JsonSchema {
  const description = typeof message === "string" ? { description: sentenceSaid(message).en } : {};
  switch (type) {
    case "regex":
      return { ...schema, pattern: (requirement as RegExp).source, ...description };
    case "integer":
      return { ...schema, type: "integer" };
    case "min_value":
      return { ...schema, minimum: requirement as number, ...description };
    case "max_value":
      return { ...schema, maximum: requirement as number };
    case "max_length":
      return { ...schema, maxItems: requirement as number };
    // What no schema can say, the program says.
    case "check":
      return schema;
    default:
      throw new Error(`cannot write valibot's \`${type}\` as JSON Schema`);
  }
}

function ofFields(entries: Readonly<Record<string, Part>>): JsonSchema {
  const fields = Object.entries(entries);
  const needed = fields.flatMap(([name, { type }]) =>
    ["optional", "exact_optional", "nullish"].includes(type) ? [] : [name],
  );
  return {
    type: "object",
    properties: Object.fromEntries(fields.map(([name, part]) => [name, ofPart(part)])),
    ...(needed.length > 0 && { required: needed }),
    additionalProperties: false,
  };
}

function ofChoice(getter: (input: unknown) => Part): JsonSchema {
  const chosen = INPUTS.map((input) => JSON.stringify(ofPart(getter(input))));
  return anyOf([...new Set(chosen)].map((each) => JSON.parse(each) as JsonSchema));
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("valibot's schemas are not what they were");
  return value;
}
