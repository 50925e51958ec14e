import { parseArn } from "../../src/aws/index.ts";
import type { LabQuestion } from "../support/lab-request.ts";
import type { ClaimOf } from "./fact-row.ts";

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
  if (action === "iam:GetRole") return getRole(name.slice(name.lastIndexOf("/") + 1));
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

function getRole(roleName: string): Question {
  return {
    method: "POST",
    target: "/",
    service: "iam",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: `Action=GetRole&Version=2010-05-08&RoleName=${encodeURIComponent(roleName)}`,
  };
}
