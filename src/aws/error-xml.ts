import { escapeXml } from "./xml-text.ts";

/** An error of S3, as its REST-XML answer shows it. */
interface S3ErrorFields {
  readonly code: string;
  readonly message: string;
  readonly resource?: string;
  readonly requestId: string;
  readonly hostId?: string;
  /** Further elements in AWS's names, e.g. `BucketName`. */
  readonly elements?: Readonly<Record<string, string>>;
}

/** The body of an error answer of S3. */
export function s3ErrorXml(error: S3ErrorFields): string {
  const { code, message, resource, requestId, hostId, elements } = error;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${xmlElements({
    Code: code,
    Message: message,
    ...elements,
    ...(resource !== undefined && { Resource: resource }),
    RequestId: requestId,
    ...(hostId !== undefined && { HostId: hostId }),
  })}</Error>`;
}

/** An error of IAM or STS, as their query protocol shows it. */
interface QueryErrorFields {
  readonly service: "iam" | "sts";
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
}

const NAMESPACES = {
  iam: "https://iam.amazonaws.com/doc/2010-05-08/",
  sts: "https://sts.amazonaws.com/doc/2011-06-15/",
} as const;

/** The body of an error answer of IAM or STS. */
export function queryErrorXml({
  service,
  status,
  code,
  message,
  requestId,
}: QueryErrorFields): string {
  const type = status < 500 ? "Sender" : "Receiver";
  const error = xmlElements({ Type: type, Code: code, Message: message });
  return `<ErrorResponse xmlns="${NAMESPACES[service]}"><Error>${error}</Error>${xmlElements({ RequestId: requestId })}</ErrorResponse>`;
}

function xmlElements(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
    .join("");
}
