import { signedServiceOf } from "../authenticate.ts";
import { type HostTarget, readHost } from "../http/host-guard.ts";
import { headerOf, type LabRequest } from "../http/lab-request.ts";
import type { Reply } from "../http/reply.ts";
import type { LabState } from "../state/lab-state.ts";
import { awsConfigDoor } from "./aws-config-door.ts";
import { coverageDoor } from "./coverage-door.ts";
import { decisionsDoor } from "./decisions-door.ts";
import type { Visit } from "./visit.ts";
import { questionDoor, watchDoor } from "./watch-door.ts";
import { worldDoor } from "./world-door.ts";

/** What the lab tells of itself; undefined where there is nothing of this name. */
type Door = (visit: Visit) => Reply | undefined | Promise<Reply | undefined>;

/** By the word behind `/_lab/`. */
const DOORS: ReadonlyMap<string, Door> = new Map<string, Door>([
  ["aws-config", awsConfigDoor],
  ["coverage", coverageDoor],
  ["decisions", decisionsDoor],
  ["question", questionDoor],
  ["watch", watchDoor],
  ["world", worldDoor],
]);

/** Whether a request is to the lab itself: no bucket's name begins with `_`. */
export function isDoorRequest(request: LabRequest, host: HostTarget): boolean {
  const isInside = host.kind === "lab" && request.wire.path.startsWith("/_lab/");
  return isInside && signedServiceOf(request) === undefined;
}

/** Answers a request to the lab itself: no AWS has these, nobody signs them, and only this machine may ask. */
export async function serveDoor(lab: LabState, request: LabRequest): Promise<Reply> {
  const { method, path } = request.wire;
  if (!isFromHere(request)) {
    return errorReply(403, "the lab tells of itself only to programs on this machine");
  }
  const [, , word = "", name = ""] = path.split("/");
  const visit = { lab, name, url: `http://${headerOf(request, "host") ?? ""}` };
  const door = DOORS.get(word);
  const reply = method === "GET" && door !== undefined ? await door(visit) : undefined;
  return reply ?? errorReply(404, `the lab has nothing at \`${method} ${path}\``);
}

/**
 * A page of the web could have the browser ask; then there is an origin, or the browser says so. Another
 * port of this machine is `same-site`, and a stranger all the same.
 */
function isFromHere(request: LabRequest): boolean {
  const { sourceIp } = request;
  const isLoopback = sourceIp.startsWith("127.") || sourceIp === "::1";
  const origin = headerOf(request, "origin")?.replace(/^https?:\/\//, "");
  const isOwn = origin === undefined || readHost(origin, () => false).kind === "lab";
  const site = headerOf(request, "sec-fetch-site") ?? "none";
  return isLoopback && isOwn && (site === "none" || site === "same-origin");
}

function errorReply(status: number, message: string): Reply {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: `${JSON.stringify({ message })}\n`,
  };
}
