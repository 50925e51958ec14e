import { writtenWorldOf } from "../../policy/index.ts";
import type { Reply } from "../http/reply.ts";
import { tellWorld } from "../world-out/tell-world.ts";
import type { Visit } from "./visit.ts";

/** The state of the lab as a world file: JSON, which is YAML, under comments on what is not in it. */
export function worldDoor({ lab, name }: Visit): Reply | undefined {
  if (name !== "") return undefined;
  const { world, lacks } = tellWorld(lab);
  const comments = lacks.map((lack) => `# not in this file: ${lack.replaceAll(/\s+/g, " ")}\n`);
  return {
    status: 200,
    headers: { "content-type": "application/yaml", "cache-control": "no-store" },
    body: `${comments.join("")}${JSON.stringify(writtenWorldOf(world), null, 2)}\n`,
  };
}
