import { percentEncode } from "../../aws/index.ts";
import { headerOf, type LabRequest } from "../http/lab-request.ts";
import type { Reply } from "../http/reply.ts";
import { element, wrap } from "../xml/write-xml.ts";
import type { PostForm } from "./post-object-form.ts";

/** What a form's upload is answered with: where the form wants it, or with the status that it wants. */
export function postReply(
  request: LabRequest,
  bucket: string,
  sent: {
    readonly form: PostForm;
    /** The answer that a PUT would get. */
    readonly put: Reply;
  },
): Reply {
  const { form, put } = sent;
  const etag = put.headers["etag"] ?? "";
  const redirect = redirectOf(form, { bucket, etag });
  if (redirect !== undefined)
    return { status: 303, headers: { ...put.headers, location: redirect } };
  const location = locationOf(request, form.key);
  const headers = { ...put.headers, location };
  const status = form.fields.get("success_action_status")?.value;
  if (status === "201") {
    const names = element("Location", location) + element("Bucket", bucket);
    const inner = names + element("Key", form.key) + element("ETag", etag);
    // No namespace: S3 sends none here.
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n${wrap("PostResponse", inner)}`;
    return { status: 201, headers: { ...headers, "content-type": "application/xml" }, body };
  }
  return { status: status === "200" ? 200 : 204, headers };
}

/** S3 goes to whole URLs only, and says what was uploaded. */
function redirectOf(
  { fields, key }: PostForm,
  { bucket, etag }: { readonly bucket: string; readonly etag: string },
): string | undefined {
  const url = fields.get("success_action_redirect")?.value ?? fields.get("redirect")?.value;
  const isWhole = url !== undefined && /^https?:\/\/[^/\x00-\x20][^\x00-\x1f\x7f]*$/i.test(url);
  if (!isWhole) return undefined;
  const uploaded = new URLSearchParams({ bucket, key, etag });
  return `${url}${url.includes("?") ? "&" : "?"}${uploaded.toString()}`;
}

/** The object's address, its slashes encoded too. */
function locationOf(request: LabRequest, key: string): string {
  const scheme = request.isSecure ? "https" : "http";
  const path = request.wire.path.replace(/\/$/, "");
  return `${scheme}://${headerOf(request, "host") ?? ""}${path}/${percentEncode(key)}`;
}
