import { writtenWorld } from "../../src/policy/world/written-world.ts";
import { anyOf, headOf, type JsonSchema } from "./json-schema.ts";
import { schemaOf } from "./valibot-schema.ts";

const texts = anyOf([{ type: "string" }, { type: "array", items: { type: "string" } }]);

const statement: JsonSchema = {
  type: "object",
  properties: {
    Sid: { type: "string" },
    Effect: { description: "`Allow` or `Deny`" },
    Principal: { description: '`"*"`, or a map such as `{"AWS": "arn:aws:iam::…:role/…"}`' },
    NotPrincipal: {},
    Action: texts,
    NotAction: texts,
    Resource: texts,
    NotResource: texts,
    Condition: { description: "operators, such as `StringEquals`, of condition keys and values" },
  },
};

/** A policy's own mistakes are told by `sluice lint`: a world may have them, as AWS does. */
const policy: JsonSchema = {
  description: "a policy document, or the text of its JSON",
  ...anyOf([
    { type: "string" },
    {
      type: "object",
      properties: {
        Version: { description: "`2012-10-17`" },
        Id: {},
        Statement: anyOf([statement, { type: "array", items: statement }]),
      },
    },
  ]),
};

/** The schema of world files. */
export function worldSchema(): JsonSchema {
  return {
    ...headOf("A world of sluice: accounts, principals, policies, buckets"),
    ...schemaOf(writtenWorld),
    $defs: { policy },
  };
}

/** The schema of the files that `sluice test` takes. */
export function testsSchema(): JsonSchema {
  return {
    ...headOf("Assertions about access, for `sluice test`"),
    type: "object",
    properties: {
      world: { type: "string", description: "the path of a world file, from this file" },
      largest: {
        anyOf: [
          { type: "string", pattern: "^\\s*\\d{1,12}\\s*([kKmMgGtT][iI]?[bB]|[bB])?\\s*$" },
          { type: "integer", minimum: 1 },
        ],
        description:
          "the size of the largest object that is synced, such as `5GB`; else the `files` of the world's buckets tell",
      },
      assertions: {
        type: "array",
        items: {
          type: "string",
          pattern: "^\\s*\\S+\\s+(can|cannot)\\s+\\S",
          description:
            "`PRINCIPAL can|cannot ACTION on RESOURCE [when KEY=VALUE]` or `PRINCIPAL can|cannot sync SOURCE → DESTINATION`",
        },
      },
    },
    required: ["world", "assertions"],
  };
}
