import type { RequestContext } from "../../policy/index.ts";

/**
 * How requests to AWS travel unless somebody says otherwise: over TLS, signed with SigV4 in a header.
 * Everything else that a policy may ask about the way (address, endpoint, time) stays unknown.
 */
export const ordinarySurroundings: RequestContext = new Map([
  ["aws:securetransport", ["true"]],
  ["aws:viaawsservice", ["false"]],
  ["s3:authtype", ["REST-HEADER"]],
  ["s3:signatureversion", ["AWS4-HMAC-SHA256"]],
]);
