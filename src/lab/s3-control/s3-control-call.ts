import type { Permission } from "../authorize.ts";
import type { Call } from "../call.ts";
import type { Reply } from "../http/reply.ts";
import type { StatedAccess } from "../json/json-call.ts";
import { denialOf } from "../json/require-access.ts";
import { Refusal } from "../refusal.ts";

/** A call to S3 Control: it names the account that it is about, which need not be the caller's. */
export interface ControlCall extends Call {
  readonly account: string;
  /** The region that was signed for. */
  readonly region: string;
  /** What the path has in place of `{name}`; empty where it has no such place. */
  readonly name: string;
  /** The body, read whole. */
  readonly text: string;
}

/** A row of the table of S3 Control's operations. */
export interface ControlOperation {
  readonly name: string;
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  /** What follows `/v20180820/`; `{name}` stands for one word, `{name+}` for all to the end. */
  readonly path: string;
  /** Query parameters that it understands. */
  readonly parameters?: readonly string[];
  readonly access: readonly StatedAccess[];
  /** Whether it changes anything, and so must run in a transaction. */
  readonly writes: boolean;
  /** Authorizes, then acts. */
  run(call: ControlCall): Reply;
}

/** What an operation is about, and what that resource's owner and type add. */
export interface ControlResource {
  /** All resources when absent. */
  readonly arn?: string;
  readonly policies?: Permission["resourcePolicies"];
  readonly context?: Permission["context"];
  readonly ofResource?: Permission["context"];
}

/** Goes on only when the caller may. */
export function requireControlAccess(
  call: ControlCall,
  stated: StatedAccess,
  { arn, policies = [], context = {}, ofResource = {} }: ControlResource = {},
): void {
  const denial = denialOf(call, stated, {
    resource: arn ?? "*",
    resourceAccount: call.account,
    resourcePolicies: policies,
    context,
    ofResource: {
      "s3:resourceaccount": call.account,
      "aws:requestedregion": call.region,
      ...ofResource,
    },
  });
  if (denial === undefined) return;
  // Where there is no one resource, S3 names none, as for ListBuckets.
  const message = arn === undefined ? denial.replace(' on resource: "*"', "") : denial;
  throw new Refusal({ code: "AccessDenied", status: 403, message });
}

/** An error of S3 Control. */
export function controlRefusal(code: string, message: string, status = 400): Refusal {
  return new Refusal({ code, status, message });
}
