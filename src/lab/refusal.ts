import type { Refusal as AwsRefusal } from "../aws/index.ts";

/** What the lab answers instead of doing what was asked: AWS's code, HTTP status and words. */
export interface RefusalDetail extends AwsRefusal {
  readonly headers?: Readonly<Record<string, string>>;
}

/** Ends a request with an AWS error; thrown by authentication, authorization and operations. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly detail: RefusalDetail;

  constructor(detail: RefusalDetail) {
    super(`${detail.code}: ${detail.message}`);
    this.detail = detail;
  }
}

/** The answer to everything the lab lacks: it never pretends. */
export function notImplemented(
  what: string,
  elements: Readonly<Record<string, string>> = {},
): Refusal {
  return new Refusal({
    code: "NotImplemented",
    status: 501,
    message: `${what} is not implemented by this lab`,
    elements,
  });
}

/** AWS's answer to a parameter whose value it cannot use. */
export function invalidArgument(message: string, name: string, value: string): Refusal {
  return new Refusal({
    code: "InvalidArgument",
    status: 400,
    message,
    elements: { ArgumentName: name, ArgumentValue: value },
  });
}

/** AWS's answer to a request that makes no sense as a whole. */
export function invalidRequest(message: string): Refusal {
  return new Refusal({ code: "InvalidRequest", status: 400, message });
}

/** AWS's answer to a body that is not the XML it expects. */
export function malformedXml(): Refusal {
  return new Refusal({
    code: "MalformedXML",
    status: 400,
    message:
      "The XML you provided was not well-formed or did not validate against our published schema",
  });
}
