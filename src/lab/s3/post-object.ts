import type { EndpointFacts } from "../../policy/index.ts";
import { authenticateForm, type Identity } from "../authenticate.ts";
import type { LabRequest } from "../http/lab-request.ts";
import { openPayload } from "../http/payload.ts";
import type { Reply } from "../http/reply.ts";
import type { Bucket } from "../state/buckets.ts";
import type { LabState } from "../state/lab-state.ts";
import { act } from "./act.ts";
import { requirePage } from "./cors.ts";
import { requireKnownHeaders } from "./find-operation.ts";
import { piecesInRange, requirePostPolicy } from "./post-object-conditions.ts";
import { type PostForm, readPostForm } from "./post-object-form.ts";
import { type PostPolicy, readPostPolicy } from "./post-object-policy.ts";
import { postReply } from "./post-object-reply.ts";
import { putOfForm } from "./post-object-request.ts";
import { putObject } from "./put-object.ts";
import { s3Context } from "./s3-context.ts";
import { requireKeyLength } from "./s3-target.ts";

/** A form that is posted to a bucket. */
interface Posted {
  readonly lab: LabState;
  readonly request: LabRequest;
  readonly bucket: Bucket;
  readonly endpointOf: (identity: Identity) => EndpointFacts | undefined;
}

/** Is a request to a bucket a form that uploads an object? What it asks for stands in its body. */
export function isPostForm({ wire, parameters }: LabRequest): boolean {
  return wire.method === "POST" && parameters.size === 0;
}

/**
 * PostObject: the PutObject that the form stands for, with the rights of who signed its policy and within
 * what the policy allows (S3 API Reference, POST Object).
 */
export async function postObject(posted: Posted): Promise<Reply> {
  const { lab, request, bucket } = posted;
  const form = await readPostForm(request, bucket.name);
  try {
    const field = (name: string): string | undefined => form.fields.get(name)?.value;
    const { region } = bucket;
    const identity = authenticateForm(lab, field, { region, receivedMs: request.receivedMs });
    if (identity.signing === undefined) requirePage(request, bucket);
    const policy = policyOf(form, identity);
    if (policy !== undefined) requirePostPolicy(form, policy, request.receivedMs);
    requireKeyLength(form.key);
    const put = await putForm(posted, { form, identity, policy });
    return postReply(request, bucket.name, { form, put });
  } finally {
    await form.close();
  }
}

/** AWS does not say whether a policy counts that nobody signed; such a form could as well leave it out. */
function policyOf({ fields }: PostForm, { signing }: Identity): PostPolicy | undefined {
  return signing === undefined ? undefined : readPostPolicy(fields.get("policy")?.value ?? "");
}

interface Checked {
  readonly form: PostForm;
  readonly identity: Identity;
  readonly policy: PostPolicy | undefined;
}

function putForm(
  { lab, request: posted, bucket, endpointOf }: Posted,
  { form, identity, policy }: Checked,
): Promise<Reply> {
  const body = piecesInRange(form.file.pieces, policy?.conditions);
  const request = putOfForm(posted, form, body);
  requireKnownHeaders(putObject, request);
  const endpoint = endpointOf(identity);
  return act(putObject, {
    lab,
    request,
    identity,
    payload: openPayload(request, { declaration: { kind: "unsigned" }, hasOwnEnd: true }),
    context: s3Context(lab, request, { identity, endpoint }),
    ...(endpoint && { endpoint }),
    bucket,
    key: form.key,
  });
}
