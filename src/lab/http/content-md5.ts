import { Refusal } from "../refusal.ts";
import { headerOf, type LabRequest } from "./lab-request.ts";

/** Refuses a `Content-MD5` that is no MD5. */
export function requireMd5(request: LabRequest): void {
  const text = headerOf(request, "content-md5");
  if (text === undefined || Buffer.from(text, "base64").length === 16) return;
  throw new Refusal({
    code: "InvalidDigest",
    status: 400,
    message: "The Content-MD5 you specified was invalid.",
    elements: { "Content-MD5": text },
  });
}

/** Refuses a body with another MD5 than the one sent along. */
export function requireSameMd5(request: LabRequest, computed: string): void {
  const sent = headerOf(request, "content-md5");
  if (sent === computed) return;
  throw new Refusal({
    code: "BadDigest",
    status: 400,
    message: "The Content-MD5 you specified did not match what we received.",
    elements: { ExpectedDigest: sent ?? "", CalculatedDigest: computed },
  });
}
