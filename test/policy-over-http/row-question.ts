import type { PolicyRow } from "../policy/policy-row.ts";
import type { RowPolicy } from "../policy/row-policy.ts";
import { queryOf } from "../facts/question-of.ts";
import type { WireQuestion } from "../lab/wire.ts";
import { callers } from "../support/callers.ts";
import { Inexpressible, known } from "./inexpressible.ts";
import { openingFormOf } from "./role-opening.ts";
import { regionOf } from "./row-bucket.ts";
import { kmsQuestion } from "./row-keys.ts";
import { bucketPolicyTextOf, documentOf } from "./row-document.ts";

/** A request to the lab, but for who signs it. */
export type Question = Omit<WireQuestion, "credentials">;

/** The request that an action is asked by, on the row's resource. */
export function questionOf(row: PolicyRow): Question {
  const [service] = row.action.split(":");
  const [, make] =
    Object.entries(QUESTIONS).find(
      ([action]) => action.toLowerCase() === row.action.toLowerCase(),
    ) ?? [];
  if (service !== "s3" && row.caller === "anonymous") {
    throw new Inexpressible("only S3 is asked without a signature");
  }
  if (make !== undefined) return { region: regionOf(row), ...make(row) };
  throw new Inexpressible(`no request is written for it here: ${row.action}`);
}

type Make = (row: PolicyRow) => Question;

const ID = "A".repeat(32);

const QUESTIONS: Readonly<Record<string, Make>> = {
  "s3:GetObject": s3("GET"),
  "s3:GetObjectVersion": s3("GET", "versionId=null"),
  "s3:PutObject": (row) => {
    if (isMultipart(row)) return s3("POST", "uploads")(row);
    const question = withEncryptionContext(row, s3("PUT")(row));
    return row.s3?.newAcl === undefined ? question : withAcl(row, question);
  },
  "s3:DeleteObject": s3("DELETE"),
  "s3:DeleteObjectVersion": s3("DELETE", "versionId=null"),
  "s3:GetObjectAcl": s3("GET", "acl"),
  "s3:GetObjectVersionAcl": s3("GET", "acl&versionId=null"),
  "s3:GetObjectTagging": s3("GET", "tagging"),
  "s3:PutObjectTagging": s3(
    "PUT",
    "tagging",
    "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>",
  ),
  "s3:RestoreObject": s3("POST", "restore", "<RestoreRequest><Days>1</Days></RestoreRequest>"),
  "s3:GetAccountPublicAccessBlock": ({ resourceAccount }) => ({
    method: "GET",
    target: "/v20180820/configuration/publicAccessBlock",
    headers: { "x-amz-account-id": resourceAccount },
  }),
  "s3:AbortMultipartUpload": s3("DELETE", `uploadId=${ID}`),
  "s3:ListMultipartUploadParts": s3("GET", `uploadId=${ID}`),
  "s3:ListBucket": (row) => s3("GET", listingOf(row))(row),
  "s3:ListBucketVersions": s3("GET", "versions"),
  "s3:ListBucketMultipartUploads": s3("GET", "uploads"),
  "s3:GetBucketAcl": s3("GET", "acl"),
  "s3:GetBucketPolicy": s3("GET", "policy"),
  "s3:DeleteBucketPolicy": s3("DELETE", "policy"),
  "s3:PutBucketPolicy": (row) => s3("PUT", "policy", policyTextOf(row))(row),
  "s3:PutObjectAcl": (row) => withAcl(row, s3("PUT", "acl")(row)),
  "s3:PutObjectVersionAcl": (row) => withAcl(row, s3("PUT", "acl&versionId=null")(row)),
  "s3:PutBucketAcl": (row) => withAcl(row, s3("PUT", "acl")(row)),
  "sts:GetCallerIdentity": () => query("sts", "GetCallerIdentity", {}),
  "sts:AssumeRole": assumeRole,
  "sts:SetSourceIdentity": assumeRole,
  "sts:TagSession": assumeRole,
  "iam:GetRole": ({ resource }) => query("iam", "GetRole", { RoleName: lastPart(resource) }),
  "iam:GetUser": ({ resource }) => query("iam", "GetUser", { UserName: lastPart(resource) }),
  "kms:Decrypt": (row) => {
    if ((row.keyState ?? "enabled") === "enabled") return kms({ CiphertextBlob: "AAAA" })(row);
    throw new Inexpressible("a ciphertext of a key that makes none any more");
  },
  "kms:Encrypt": kms({ Plaintext: "AAAA" }),
  "kms:GenerateDataKey": kms({ KeySpec: "AES_256" }),
  "kms:GenerateDataKeyWithoutPlaintext": kms({ KeySpec: "AES_256" }),
  "kms:CreateKey": ({ action }) => kmsQuestion(action.slice(4), {}, "us-east-1"),
  "kms:RetireGrant": (row) => {
    const [grant] = known<readonly { id: string }[]>(row.grants ?? []);
    return kms({ GrantId: grant?.id ?? "0".repeat(64) })(row);
  },
  "kms:DescribeKey": kms({}),
  "kms:GetKeyPolicy": kms({}),
  "kms:PutKeyPolicy": kms({ Policy: "{}" }),
  "kms:ListKeyPolicies": kms({}),
  "kms:ListGrants": kms({}),
  "kms:ListResourceTags": kms({}),
  "kms:GetKeyRotationStatus": kms({}),
  "kms:EnableKeyRotation": kms({}),
  "kms:DisableKeyRotation": kms({}),
  "kms:EnableKey": kms({}),
  "kms:DisableKey": kms({}),
  "kms:ScheduleKeyDeletion": kms({}),
  "kms:CancelKeyDeletion": kms({}),
  "kms:UpdateKeyDescription": kms({ Description: "of a row" }),
  "kms:RevokeGrant": kms({ GrantId: "0".repeat(64) }),
  "kms:CreateGrant": kms({
    GranteePrincipal: "arn:aws:iam::111111111111:root",
    Operations: ["Decrypt"],
  }),
  "kms:TagResource": kms({ Tags: [{ TagKey: "a", TagValue: "b" }] }),
  "kms:UntagResource": kms({ TagKeys: ["a"] }),
};

function assumeRole(row: PolicyRow): Question {
  if (callers[row.caller].kind === "federatedUser") {
    throw new Inexpressible("a federated session asks nothing of STS but who it is");
  }
  return query("sts", "AssumeRole", openingFormOf(row));
}

function s3(method: string, query = "", body = ""): Make {
  return ({ action, resource, s3: settings }) => {
    const { target, host } = addressOf(resource);
    if (/Object/.test(action) && target.split("/").length < 3 && host === undefined) {
      throw new Inexpressible("an action on objects, on a bucket");
    }
    return {
      method,
      target: `${target}${query === "" ? "" : `?${query}`}`,
      body,
      headers: {
        ...(host !== undefined && { host }),
        ...(settings?.acceptsCharges === true && { "x-amz-request-payer": "requester" }),
        ...(settings?.expectedBucketOwner !== undefined && {
          "x-amz-expected-bucket-owner": settings.expectedBucketOwner,
        }),
      },
    };
  };
}

interface Address {
  readonly target: string;
  /** An access point stands in the host's name. */
  readonly host?: string;
}

/** Where requests for a resource go, encoded as clients do. */
export function addressOf(resource: string): Address {
  if (!resource.startsWith("arn:aws:s3:")) throw new Inexpressible("an action of S3 on a role");
  if (/[*?]/.test(resource)) throw new Inexpressible("a pattern is no resource");
  const [, region = "", account = "", point, key = ""] =
    /^arn:aws:s3:([^:]+):(\d+):accesspoint\/([^/]+)(?:\/object\/(.*))?$/.exec(resource) ?? [];
  if (point !== undefined) {
    const host = `${point}-${account}.s3-accesspoint.${region}.localhost`;
    return { target: `/${encoded(key)}`, host };
  }
  return { target: `/${encoded(resource.replace("arn:aws:s3:::", ""))}` };
}

function encoded(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** The parameters of a listing that policies see, by key. */
export const LISTING: ReadonlyMap<string, string> = new Map([
  ["s3:prefix", "prefix"],
  ["s3:delimiter", "delimiter"],
  ["s3:max-keys", "max-keys"],
]);

function listingOf({ context = {} }: PolicyRow): string {
  const asked = Object.entries(context).flatMap(([key, value]) => {
    const name = LISTING.get(key.toLowerCase());
    const text = Array.isArray(value) ? String(value[0]) : undefined;
    return name === undefined || text === undefined ? [] : [[name, text] as const];
  });
  return new URLSearchParams(Object.fromEntries([["list-type", "2"], ...asked]))
    .toString()
    .replaceAll("+", "%20");
}

function policyTextOf({ s3: settings, resource }: PolicyRow): string {
  if (settings?.newPolicy !== undefined) return bucketPolicyTextOf(settings.newPolicy, resource);
  const added: RowPolicy = [
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111111111111:root" },
      Action: "s3:ListBucket",
      Resource: resource,
    },
  ];
  return JSON.stringify(documentOf(added));
}

/** Whether a row is about the keys that an upload in parts takes. */
export function isMultipart({ keys }: PolicyRow): boolean {
  return known<readonly { purpose: string }[]>(keys ?? []).some(
    ({ purpose }) => purpose === "multipartWrite",
  );
}

function withEncryptionContext({ keys }: PolicyRow, question: Question): Question {
  const uses = known<readonly { arn: string; encryptionContext?: object }[]>(keys ?? []);
  const use = uses.find(({ encryptionContext }) => encryptionContext !== undefined);
  if (use === undefined) return question;
  const context = Buffer.from(JSON.stringify(use.encryptionContext)).toString("base64");
  return {
    ...question,
    headers: {
      ...question.headers,
      "x-amz-server-side-encryption": "aws:kms",
      "x-amz-server-side-encryption-aws-kms-key-id": use.arn,
      "x-amz-server-side-encryption-context": context,
    },
  };
}

function withAcl({ s3: settings }: PolicyRow, question: Question): Question {
  const acl = settings?.newAcl ?? "private";
  if (typeof acl !== "string")
    throw new Inexpressible("an ACL of grants to an account by its number");
  return { ...question, headers: { ...question.headers, "x-amz-acl": acl } };
}

function query(
  service: "iam" | "sts",
  name: string,
  input: Readonly<Record<string, string>>,
): Question {
  return queryOf(service, name, input);
}

function kms(input: object): Make {
  return ({ action, resource }) => {
    const [, , , region = "us-east-1"] = resource.split(":");
    return kmsQuestion(action.slice("kms:".length), { KeyId: resource, ...input }, region);
  };
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
