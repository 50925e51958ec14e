import { open } from "node:fs/promises";
import { isLoggedDecision, type LoggedDecision } from "./logged-decision.ts";

/**
 * The decisions of a log about one request. The file is read line by line, so it may be of any size; the
 * id may be given in lower case, as authorization ids are.
 */
export async function findDecisions(path: string, id: string): Promise<readonly LoggedDecision[]> {
  const found: LoggedDecision[] = [];
  const file = await open(path);
  try {
    for await (const line of file.readLines({ autoClose: false })) {
      // Reading every line as JSON would take minutes where this takes seconds.
      if (!line.slice(0, 64).toUpperCase().includes(id.toUpperCase())) continue;
      const decision = parseLine(line);
      if (decision?.id.toUpperCase() === id.toUpperCase()) found.push(decision);
    }
  } finally {
    await file.close();
  }
  return found;
}

/** Undefined for what is no such line, e.g. half a line of a lab that was killed. */
function parseLine(line: string): LoggedDecision | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isLoggedDecision(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
