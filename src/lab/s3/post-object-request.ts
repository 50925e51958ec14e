import { headerText } from "../http/header-text.ts";
import type { LabRequest } from "../http/lab-request.ts";
import { readTagging } from "./tags.ts";
import type { PostForm } from "./post-object-form.ts";

/** Fields that are headers of the same name on a PUT (S3 API Reference, POST Object), beside `x-amz-…`. */
const HEADERS: ReadonlySet<string> = new Set([
  ...["cache-control", "content-type", "content-disposition", "content-encoding", "content-md5"],
  ...["content-language", "expires"],
]);

/** Fields that only say who signed. */
const OF_SIGNATURE: ReadonlySet<string> = new Set([
  ...["x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature"],
]);

/** Headers of the request itself that policies can ask about. */
const OF_REQUEST: ReadonlySet<string> = new Set(["host", "user-agent", "referer", "origin"]);

/** The PUT that a form stands for: its fields are headers, its file the body. */
export function putOfForm(
  request: LabRequest,
  { fields }: PostForm,
  body: AsyncIterable<Uint8Array>,
): LabRequest {
  const headers = new Map([...request.headers].filter(([name]) => OF_REQUEST.has(name)));
  for (const [name, { value }] of fields) {
    const header = headerOfField(name);
    if (header !== undefined) headers.set(header, asBytes(headerText(header, value)));
  }
  const tagging = fields.get("tagging")?.value;
  if (tagging !== undefined) headers.set("x-amz-tagging", asBytes(tagsOf(tagging)));
  return {
    ...request,
    headers,
    parameters: new Map(),
    wire: { ...request.wire, query: "", headers: [...headers] },
    body,
  };
}

function headerOfField(name: string): string | undefined {
  if (name === "acl") return "x-amz-acl";
  if (OF_SIGNATURE.has(name)) return undefined;
  return name.startsWith("x-amz-") || HEADERS.has(name) ? name : undefined;
}

/** The XML of the field, as the header has it. */
function tagsOf(xml: string): string {
  const tags = readTagging(xml, "object");
  return tags
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join("&");
}

/** Headers hold bytes. */
function asBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
