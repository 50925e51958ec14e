import { WireError, type WireErrorCode } from "./wire-error.ts";

/** Codes of Node that mean the network, not a fault of ours. */
const codes: Readonly<Record<string, WireErrorCode>> = {
  ECONNREFUSED: "CannotConnect",
  ENOTFOUND: "CannotConnect",
  EAI_AGAIN: "CannotConnect",
  EHOSTUNREACH: "CannotConnect",
  ENETUNREACH: "CannotConnect",
  ECONNRESET: "ConnectionClosed",
  EPIPE: "ConnectionClosed",
  ETIMEDOUT: "Timeout",
  EBADMSG: "MalformedAnswer",
};

/** Turns a failure of the network into a `WireError` that names `url`; any other error passes. */
export function describeFailure(error: unknown, url: string): unknown {
  const code = networkCode(error);
  return code === undefined ? error : new WireError(code, sentence(code, url), { cause: error });
}

function networkCode(error: unknown): WireErrorCode | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("code" in error && typeof error.code === "string") {
    const code = codes[error.code] ?? tlsCode(error.code);
    if (code !== undefined) return code;
  }
  // Several addresses were tried (Happy Eyeballs): the first failure stands for all.
  if (error instanceof AggregateError) return networkCode(error.errors[0]);
  return undefined;
}

function tlsCode(code: string): WireErrorCode | undefined {
  return /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/.test(code)
    ? "CannotConnect"
    : undefined;
}

/** botocore's sentences (botocore/exceptions.py). */
function sentence(code: WireErrorCode, url: string): string {
  switch (code) {
    case "CannotConnect":
      return `Could not connect to the endpoint URL: "${url}"`;
    case "ConnectionClosed":
      return `Connection was closed before we received a valid response from endpoint URL: "${url}".`;
    case "Timeout":
      return `Read timeout on endpoint URL: "${url}"`;
    case "MalformedAnswer":
    case "ChecksumMismatch":
    case "UnreadableAnswer":
      return `cannot read the answer from \`${url}\``;
  }
}
