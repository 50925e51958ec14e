import { format } from "prettier";
import { eventSchema } from "./event-schema.ts";
import { testsSchema, worldSchema } from "./world-schema.ts";

/** Every published schema, by its file in `schemas/`. */
export async function schemaFiles(): Promise<ReadonlyMap<string, string>> {
  const schemas = {
    "world.schema.json": worldSchema(),
    "access-tests.schema.json": testsSchema(),
    "events.schema.json": eventSchema(),
  };
  const files = Object.entries(schemas).map(
    async ([name, schema]) =>
      [name, await format(JSON.stringify(schema), { parser: "json", printWidth: 100 })] as const,
  );
  return new Map(await Promise.all(files));
}
