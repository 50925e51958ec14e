import { parseArn } from "../../src/aws/index.ts";
import type { LabQuestion } from "../support/lab-request.ts";
import type { ClaimOf } from "./claim.ts";

/** A request before it is known who signs it. */
export type Question = Omit<LabQuestion, "credentials" | "region">;

const METHODS: Readonly<Record<string, readonly [method: string, query: string]>> = {
  "s3:ListBucket": ["GET", "?list-type=2"],
  "s3:GetObject": ["GET", ""],
  "s3:PutObject": ["PUT", ""],
  "s3:DeleteObject": ["DELETE", ""],
  "s3:GetBucketPolicy": ["GET", "?policy"],
};

/** The request that takes exactly the permission that a row asks about. */
export function questionOf({ action, resource }: ClaimOf<"ask">): Question {
  const name = parseArn(resource)?.resource ?? "";
  if (action === "iam:GetRole") {
    const RoleName = name.slice(name.lastIndexOf("/") + 1);
    return queryOf("iam", "GetRole", { RoleName });
  }
  const found = METHODS[action];
  if (found === undefined) throw new Error(`no request is known that takes \`${action}\``);
  const [method, query] = found;
  return { method, target: `/${name}${query}` };
}

/** The CopyObject request of a row. */
export function copyOf({ from, to }: ClaimOf<"copy">): Question {
  const headers = { "x-amz-copy-source": from.slice("s3://".length) };
  return { method: "PUT", target: to.slice("s3:/".length), headers };
}

const VERSIONS = { sts: "2011-06-15", iam: "2010-05-08" } as const;

/** A call of IAM's or STS's query protocol. */
export function queryOf(
  service: keyof typeof VERSIONS,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Question {
  const fields = { Action: action, Version: VERSIONS[service], ...parameters };
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const body = new URLSearchParams(fields).toString();
  return { method: "POST", target: "/", service, headers, body };
}
