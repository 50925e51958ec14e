import { onTestFinished } from "vitest";
import type { Bandwidth } from "../../src/client/http/bandwidth.ts";
import { HttpHost } from "../../src/client/http/http-host.ts";
import type { HttpRequest } from "../../src/client/http/http-message.ts";

/** A request that says nothing more. */
export function ask(
  method: HttpRequest["method"] = "GET",
  body: Uint8Array | null = null,
): HttpRequest {
  return { method, path: "/k", headers: ["host", "b"], body, signal: undefined };
}

/** A host that is closed with the test. */
export function openHost(
  origin: string,
  options: {
    readonly connections?: number;
    readonly timeoutMs?: number;
    readonly bandwidth?: Bandwidth;
    readonly certificates?: string;
  } = {},
): HttpHost {
  const { connections = 64, timeoutMs = 5_000, bandwidth, certificates } = options;
  const host = new HttpHost(origin, {
    connections,
    timeoutMs,
    certificates,
    bandwidth,
  });
  onTestFinished(() => {
    host.close();
  });
  return host;
}
