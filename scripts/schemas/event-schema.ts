import { join } from "node:path";
import { headOf, type JsonSchema } from "./json-schema.ts";
import { schemasOfUnion } from "./type-schema.ts";

const text: JsonSchema = { type: "string" };
const number: JsonSchema = { type: "number" };
const boolean: JsonSchema = { type: "boolean" };
const texts: JsonSchema = { type: "array", items: text };
const verdict: JsonSchema = { enum: ["allowed", "denied", "unknown"] };
const side: JsonSchema = { enum: ["source", "destination"] };
const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: "null" }] });
const list = (items: JsonSchema): JsonSchema => ({ type: "array", items });

function record(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: "object", properties, required: Object.keys(properties) };
}

const layer = record({ layer: text, account: text });
const counts = record({
  transferred: number,
  transferredBytes: number,
  deleted: number,
  failed: number,
});
const sizes = record({ threshold: number, looked: number, large: number, isWhole: boolean });
const need = record({ action: text, resource: text });

/** What commands other than a run print, by `type`: what is always there. */
const LINES: Readonly<Record<string, JsonSchema>> = {
  need: record({
    action: text,
    resource: text,
    side,
    because: list({}),
    essential: boolean,
    occasion: { enum: ["always", "if-large", "if-tagged", "on-failure"] },
    principal: orNull(text),
    verdict,
    outcome: { enum: ["allowed", "explicitDeny", "implicitDeny", "unknown"] },
    gates: list(layer),
    probe: orNull(text),
  }),
  job: record({
    id: text,
    status: text,
    description: text,
    created: text,
    total: number,
    succeeded: number,
    failed: number,
  }),
  fleetRun: record({ id: text, phase: text, counts, places: texts }),
  question: record({ what: text, of: text, why: text }),
  answer: record({ by: text, run: text }),
  reading: record({ operation: text, of: texts, refused: orNull(text) }),
  probe: record({
    operation: text,
    side,
    bucket: text,
    key: orNull(text),
    outcome: text,
    shows: {},
  }),
  finding: record({
    action: text,
    resource: text,
    message: text,
    confirmed: boolean,
    blockers: list(layer),
    causes: texts,
    remedy: text,
    alsoDenied: list(need),
  }),
  way: {
    type: "object",
    properties: {
      through: { enum: ["copy", "stream"] },
      profile: text,
      why: { enum: ["uncertain", "unchecked", "two-services"] },
    },
    required: ["through"],
  },
  verdict: record({ verdict, sizes: orNull(sizes) }),
  diagnosis: record({
    code: text,
    lookalike: boolean,
    actor: record({ who: text }),
    causes: texts,
    hides: {},
    avoid: {},
    denial: { type: "object" },
  }),
  decision: { type: "object" },
  grant: record({
    principalStyle: text,
    edits: list(record({ account: text, document: record({ kind: text }), after: text })),
    refusals: list({}),
    proof: list(record({ outcome: text })),
  }),
  revocation: record({
    account: text,
    document: record({ kind: text }),
    before: text,
    isLeft: boolean,
  }),
  assertion: record({
    file: text,
    line: number,
    text,
    expected: { enum: ["can", "cannot"] },
    verdict,
    holds: boolean,
  }),
  lint: record({
    rule: text,
    name: text,
    severity: { enum: ["error", "warning", "suggestion"] },
    file: text,
    line: number,
    column: number,
    endLine: number,
    endColumn: number,
    within: orNull(text),
    message: text,
    parameters: { type: "object" },
    isFixable: boolean,
  }),
  lintSummary: record({
    files: number,
    policies: number,
    errors: number,
    warnings: number,
    suggestions: number,
  }),
};

/** The schema of one line of `--json`. Fields may be added; those that are there keep their meaning while `v` is 1. */
export function eventSchema(): JsonSchema {
  const events = join(import.meta.dirname, "..", "..", "src", "sync", "report", "events.ts");
  const lines = Object.entries(LINES).map(([type, schema]) => ({
    ...schema,
    properties: { type: { const: type }, ...schema.properties },
    required: ["type", ...(schema.required ?? [])],
  }));
  const all = [...schemasOfUnion(events, "SyncEvent"), ...lines];
  return {
    ...headOf("One line of what sluice prints with `--json`"),
    anyOf: all.map(({ properties, required = [], ...schema }) => ({
      ...schema,
      properties: { v: { const: 1 }, ...properties },
      required: ["v", ...required],
    })),
    $defs: { error: record({ name: text, message: text }) },
  };
}
