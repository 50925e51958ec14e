import type { PolicyRow } from "../policy/policy-row.ts";
import { Inexpressible, known } from "./inexpressible.ts";
import { bucketNameOf, foreignOwnerOf, ownedObjectOf, regionOf } from "./row-bucket.ts";
import { bucketPolicyTextOf } from "./row-document.ts";
import { type Change, keyChangesOf } from "./row-keys.ts";
import { addressOf } from "./row-question.ts";

/** The object that a row's request is about, as its bucket's owner puts it. */
export interface RowObject {
  readonly owner: string;
  readonly target: string;
  readonly region: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What is changed once the object is there, by root users. */
  readonly afterwards: readonly Change[];
}

/** An object that must be there before; undefined where none is asked for. */
export function objectOf(row: PolicyRow): RowObject | undefined {
  const { action, resource, resourceAccount, s3 } = row;
  const object = ownedObjectOf(row);
  if (object !== undefined && !/^\d{12}$/.test(object.owner)) {
    throw new Inexpressible("an object of nobody who signs");
  }
  const target = targetInBucketOf(resource, s3?.accessPoint?.bucket);
  const isNew = action === "s3:PutObject" && object === undefined;
  if (target === undefined || isNew) return undefined;
  const headers = headersOf(object?.acl ?? []);
  return {
    owner: object?.owner ?? resourceAccount,
    target,
    region: regionOf(row),
    headers,
    afterwards: [...keyChangesOf(row), ...policyChangesOf(row)],
  };
}

/** `/bucket/key`, of the bucket itself where an access point is asked. */
function targetInBucketOf(resource: string, bucket: string | undefined): string | undefined {
  if (bucket !== undefined) {
    const key = resource.split("/object/")[1];
    return key === undefined ? undefined : `/${bucketNameOf(bucket) ?? bucket}/${key}`;
  }
  return /^arn:aws:s3:::[^/]+\/./.test(resource) ? addressOf(resource).target : undefined;
}

/** Brings a bucket's policy to the row's, once another account has written what it lets it write no more. */
function policyChangesOf(row: PolicyRow): readonly Change[] {
  const { s3, resource, resourceAccount, bucketPolicy } = row;
  if (foreignOwnerOf(row) === undefined) return [];
  const bucket = bucketNameOf(s3?.accessPoint?.bucket ?? resource) ?? "";
  const base = { target: `/${bucket}?policy`, region: regionOf(row) };
  const question =
    bucketPolicy === undefined
      ? { ...base, method: "DELETE" }
      : {
          ...base,
          method: "PUT",
          body: bucketPolicyTextOf(known(bucketPolicy), `arn:aws:s3:::${bucket}`),
        };
  return [{ account: resourceAccount, question }];
}

const GROUPS = "http://acs.amazonaws.com/groups";

function headersOf(grants: readonly string[]): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const grant of grants) {
    const [grantee = "", permission = ""] = grant.split(" ");
    const name = `x-amz-grant-${permission.toLowerCase().replace("_control", "-control").replace("_acp", "-acp")}`;
    const one = granteeOf(grantee);
    headers[name] = name in headers ? `${headers[name] ?? ""}, ${one}` : one;
  }
  return headers;
}

function granteeOf(grantee: string): string {
  if (/^\d{12}$/.test(grantee)) return `id="${canonicalIdOf(grantee)}"`;
  if (grantee === "LogDelivery") return `uri="${GROUPS}/s3/LogDelivery"`;
  if (/^[A-Z]/.test(grantee)) return `uri="${GROUPS}/global/${grantee}"`;
  return `id="${grantee}"`;
}

/** What ACLs call an account of a row that gives it no canonical user id. */
export function canonicalIdOf(account: string): string {
  return account.padStart(64, "c");
}
