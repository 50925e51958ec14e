import { accountCaller } from "../../policy/index.ts";
import { xmlReply } from "../http/reply.ts";
import { accessDenied } from "../authorize.ts";
import { element, s3Document, wrap } from "../xml/write-xml.ts";
import { canonicalIdOf } from "./canonical-id.ts";
import { invalidArgument } from "../refusal.ts";
import type { Call } from "../call.ts";
import type { Bucket } from "../state/buckets.ts";
import { s3Time } from "./s3-time.ts";
import type { S3Operation } from "./s3-call.ts";

export const listBuckets: S3Operation = {
  name: "ListBuckets",
  method: "GET",
  place: "service",
  parameters: ["prefix", "bucket-region", "max-buckets", "continuation-token"],
  permissions: (call) => [
    {
      action: "s3:ListAllMyBuckets",
      resource: "arn:aws:s3:::*",
      resourceAccount: accountOf(call),
      resourcePolicies: [],
      // There is no resource to name, and S3's text names none.
      resourceText: "",
      context: {},
    },
  ],
  run(call) {
    const { page, next } = pageOf(call);
    const buckets = page.map((bucket) =>
      wrap(
        "Bucket",
        element("Name", bucket.name) +
          element("CreationDate", s3Time(bucket.createdMs)) +
          element("BucketRegion", bucket.region),
      ),
    );
    return xmlReply(
      s3Document(
        "ListAllMyBucketsResult",
        wrap("Owner", element("ID", canonicalIdOf(call.lab, accountOf(call)))) +
          wrap("Buckets", buckets.join("")) +
          element("ContinuationToken", next) +
          element("Prefix", call.request.parameters.get("prefix")),
      ),
    );
  },
};

/** Only accounts own buckets. */
export function accountOf(call: Call): string {
  const caller = accountCaller(call.identity.caller);
  if (caller === undefined) throw accessDenied();
  return caller.account;
}

function pageOf(call: Call): { readonly page: readonly Bucket[]; readonly next?: string } {
  const { parameters } = call.request;
  const account = accountOf(call);
  const region = parameters.get("bucket-region");
  const after = parameters.get("continuation-token") ?? "";
  const found = [...call.lab.buckets.all()]
    .filter((bucket) => bucket.account === account)
    .filter((bucket) => bucket.name.startsWith(parameters.get("prefix") ?? ""))
    .filter((bucket) => region === undefined || bucket.region === region)
    .filter((bucket) => bucket.name > after);
  const limit = readLimit(parameters.get("max-buckets"));
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return found.length > limit && last ? { page, next: last.name } : { page };
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return 10_000;
  const limit = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= 10_000) return limit;
  throw invalidArgument(
    "Argument max-buckets must be an integer between 1 and 10000",
    "max-buckets",
    text,
  );
}
