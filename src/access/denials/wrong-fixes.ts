import { parseArn, s3Arn } from "../../aws/index.ts";
import type { Denial } from "./denial.ts";
import type { Meaning } from "./diagnosis-table.ts";
import type { WrongFix } from "./diagnosis.ts";

/** What people try after such a text, and what does not help. */
export function wrongFixes(denial: Denial, { code }: Meaning): readonly WrongFix[] {
  const isResourceSide = code === "resource-policy-silent" || code === "principal-invalid";
  return [
    ...(isResourceSide ? principalFixes(denial) : []),
    ...levelFixes(denial),
    ...operationFixes(denial),
    ...(denial.effect === "explicit" && denial.action !== undefined
      ? [{ code: "allow-against-deny" as const, value: denial.action }]
      : []),
    ...(code === "resource-policy-silent"
      ? [
          { code: "administrator-in-other-account" as const, value: "AdministratorAccess" },
          { code: "public-bucket" as const, value: "*" },
        ]
      : []),
  ];
}

/** The session's ARN names one session only; without its path an Identity Center role is no principal. */
function principalFixes({ principal }: Denial): readonly WrongFix[] {
  const arn = principal === undefined ? undefined : parseArn(principal);
  const [kind, role] = arn?.resource.split("/") ?? [];
  if (principal === undefined || arn === undefined || kind !== "assumed-role") return [];
  const session: WrongFix = { code: "session-arn-as-principal", value: principal };
  if (role?.startsWith("AWSReservedSSO_") !== true) return [session];
  const value = `arn:${arn.partition}:iam::${arn.account}:role/${role}`;
  return [session, { code: "role-arn-without-path", value }];
}

function levelFixes({ action, bucket }: Denial): readonly WrongFix[] {
  if (bucket === undefined || action?.startsWith("s3:") !== true) return [];
  if (action === "s3:ListBucket") return [{ code: "list-on-objects", value: s3Arn(bucket, "*") }];
  return /Object/.test(action) ? [{ code: "objects-on-bucket", value: s3Arn(bucket) }] : [];
}

/** `s3:CopyObject` and its like are operations; no such action exists. */
function operationFixes({ operation, code, action }: Denial): readonly WrongFix[] {
  const isDenied = code === "AccessDenied" || code === "403";
  const isNoAction =
    /^(?:CopyObject|HeadObject|HeadBucket|ListObjects(?:V2)?|UploadPart(?:Copy)?|CreateMultipartUpload|CompleteMultipartUpload)$/;
  if (!isDenied || operation === undefined || !isNoAction.test(operation)) return [];
  if (action === `s3:${operation}`) return [];
  return [{ code: "operation-as-action", value: `s3:${operation}` }];
}
