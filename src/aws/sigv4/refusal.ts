/** How AWS refuses a request: what stands in the error's XML, and its HTTP status. */
export interface Refusal {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  /** Further elements of the error in AWS's names, e.g. `StringToSign`. */
  readonly elements?: Readonly<Record<string, string>>;
}

// Texts as S3 sends them; Amazon S3 API Reference, Error responses, has the codes and statuses.

export function headerMalformed(
  detail: string,
  elements?: Readonly<Record<string, string>>,
): Refusal {
  return {
    code: "AuthorizationHeaderMalformed",
    status: 400,
    message: `The authorization header is malformed; ${detail}`,
    ...(elements && { elements }),
  };
}

export function queryMalformed(
  message: string,
  elements?: Readonly<Record<string, string>>,
): Refusal {
  const code = "AuthorizationQueryParametersError";
  return { code, status: 400, message, ...(elements && { elements }) };
}

export function accessDenied(
  message: string,
  elements?: Readonly<Record<string, string>>,
): Refusal {
  return { code: "AccessDenied", status: 403, message, ...(elements && { elements }) };
}

export function invalidArgument(message: string, name: string, value: string): Refusal {
  const elements = { ArgumentName: name, ArgumentValue: value };
  return { code: "InvalidArgument", status: 400, message, elements };
}

/** What regions that came after version 4 answer to version 2. */
export const VERSION_4_ONLY: Refusal = {
  code: "InvalidRequest",
  status: 400,
  message:
    "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
};

/** The body is not the one whose hash was declared and signed. */
export function contentSha256Mismatch(declared: string, computed: string): Refusal {
  return {
    code: "XAmzContentSHA256Mismatch",
    status: 400,
    message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
    elements: { ClientComputedContentSHA256: declared, S3ComputedContentSHA256: computed },
  };
}
