import { parseArn } from "../../aws/index.ts";
import type { Need } from "../needs/need.ts";
import type { NewStatement } from "./grant-statements.ts";
import { grantSid } from "./grant-sid.ts";

/**
 * Writes a statement for each need of something in no bucket: roles that are passed, jobs. What the request says of
 * itself is all that it is allowed to say, where a condition key tells.
 */
export function accountStatements(
  needs: readonly Need[],
  { purpose }: { readonly purpose: string },
): readonly NewStatement[] {
  return needs.map(({ action, resource, anyKeyUnder, context }) => {
    const equals = CONDITION_KEYS.flatMap((key) => {
      const [value] = context[key.toLowerCase()] ?? [];
      return value === undefined ? [] : [[key, value] as const];
    });
    const named = `${resource}${anyKeyUnder === true ? "*" : ""}`;
    // Of jobs whose region nobody told the ARN breaks off too early to be a resource.
    const pattern = parseArn(named) === undefined ? "*" : named;
    return {
      Sid: grantSid({ kind: "Account", purpose, parts: [action, pattern, ...equals.flat()] }),
      Effect: "Allow",
      Action: action,
      Resource: pattern,
      ...(equals.length > 0 && { Condition: { StringEquals: Object.fromEntries(equals) } }),
    };
  });
}

/** Service Authorization Reference, IAM (PassRole) and Amazon S3 (CreateJob), condition keys. */
const CONDITION_KEYS = ["iam:PassedToService", "s3:RequestJobOperation"];
