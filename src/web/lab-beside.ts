import { UsageError } from "../aws/index.ts";
import { worldOfText } from "../access/index.ts";
import { openWorld } from "./open-world.ts";

/** What a server answers besides its files. */
interface LiveAnswer {
  readonly status: number;
  /** JSON. */
  readonly text: string;
}

/** Answers a path, or knows none of that name. */
export type LiveSource = (path: string) => Promise<LiveAnswer> | undefined;

/** What the page may know of the lab that runs beside it: decisions, what they rest on, its world without keys. */
export function labBeside(url: string): LiveSource {
  return (path) => {
    if (path === "/lab/world") return tellWorld(url);
    const [, asked] = /^\/lab\/((?:watch|question)\/\d{1,15})$/.exec(path) ?? [];
    return asked === undefined ? undefined : askLab(url, asked);
  };
}

const PATIENCE_MS = 10_000;

async function askLab(url: string, asked: string): Promise<LiveAnswer> {
  try {
    const answer = await fetch(`${url}/_lab/${asked}`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
      redirect: "error",
    });
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { status: 502, text: JSON.stringify({ message: reason }) };
  }
}

async function tellWorld(url: string): Promise<LiveAnswer> {
  const { status, text } = await askLab(url, "world");
  if (status !== 200) return { status, text };
  const name = new URL(url).host;
  try {
    return { status, text: JSON.stringify(openWorld(name, worldOfText(text, name))) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { status: 502, text: JSON.stringify({ message: error.message }) };
  }
}
