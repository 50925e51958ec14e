import { writtenWorldOf, type World } from "../policy/index.ts";

/** A world as the page gets it. */
export interface OpenedWorld {
  readonly name: string;
  readonly text: string;
}

/** A world for the page, without anybody's keys: it shows policies only. */
export function openWorld(name: string, world: World): OpenedWorld {
  const text = JSON.stringify(writtenWorldOf(world), (_key, value: unknown) =>
    isKeys(value) ? undefined : value,
  );
  return { name, text };
}

/** Known by what is in them: a user may be called `credentials`. */
function isKeys(value: unknown): boolean {
  return typeof value === "object" && value !== null && "secretAccessKey" in value;
}
