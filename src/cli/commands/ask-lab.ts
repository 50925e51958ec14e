import { UsageError } from "../../aws/index.ts";
import type { Terminal } from "../terminal.ts";

/** Where the lab is, unless somebody says otherwise. */
export const LAB_PORT = 4599;

/** The URL of the lab that is meant: the one that is named, that of `AWS_ENDPOINT_URL`, or its usual place. */
export function labUrlOf(named: string | undefined, env: Terminal["env"]): string {
  const url = named ?? env["AWS_ENDPOINT_URL"] ?? `http://127.0.0.1:${LAB_PORT}`;
  if (URL.canParse(url) && /^https?:/.test(url)) return url.replace(/\/+$/, "");
  throw new UsageError({
    en: `cannot ask the lab at \`${url}\`: it must be a URL, e.g. \`http://127.0.0.1:${LAB_PORT}\``,
    ja: `\`${url}\` のラボに問い合わせできません。\`http://127.0.0.1:${LAB_PORT}\` のような URL を指定してください`,
  });
}

const PATIENCE_MS = 30_000;

/** Asks a lab about itself. */
export async function askLab(
  url: string,
  path: string,
): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const response = await fetch(url + path, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return { status: response.status, text: await response.text() };
  } catch {
    throw new UsageError({
      en: `cannot ask the lab at \`${url}\`: nothing answers there; start one with \`sluice lab\`, or name its URL (\`--endpoint URL\`)`,
      ja: `\`${url}\` のラボに問い合わせできません。応答がありません。\`sluice lab\` でラボを起動するか、その URL を \`--endpoint URL\` で指定してください`,
    });
  }
}
