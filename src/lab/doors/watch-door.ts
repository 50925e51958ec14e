import { writeQuestion } from "../../policy/index.ts";
import type { Reply } from "../http/reply.ts";
import type { Visit } from "./visit.ts";

/** The decisions after that of a number, of the last ones; who asks again and again sees all. */
export function watchDoor({ lab, name }: Visit): Reply | undefined {
  const number = numberIn(name);
  if (number === undefined) return undefined;
  const decisions = lab.watch.after(number);
  return answer(JSON.stringify({ last: lab.watch.last, decisions }));
}

/** What was decided by the number of a watched decision: the request and all that bears on it. */
export function questionDoor({ lab, name }: Visit): Reply | undefined {
  const question = lab.watch.question(numberIn(name) ?? 0);
  return question && answer(writeQuestion(question));
}

function numberIn(name: string): number | undefined {
  return /^\d{1,15}$/.test(name) ? Number(name) : undefined;
}

function answer(json: string): Reply {
  return {
    status: 200,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: `${json}\n`,
  };
}
