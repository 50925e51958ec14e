import { accountCaller } from "../../policy/index.ts";
import { escapeXml } from "../../aws/index.ts";
import type { Permission } from "../authorize.ts";
import type { Call } from "../call.ts";
import { type Reply, xmlReply } from "../http/reply.ts";
import { Refusal } from "../refusal.ts";

/** A call in AWS's query protocol: `Action=GetRole&RoleName=x`, in the query or as a form. */
export interface QueryCall extends Call {
  readonly form: ReadonlyMap<string, string>;
}

/** What an operation asks of policies, in the words of the Service Authorization Reference. */
export interface StatedAccess {
  readonly action: string;
  /** Types of the resources that it names; none when it takes only `*`. */
  readonly resourceTypes: readonly string[];
  /** Keys of its own that a request carries, as `iam:PolicyARN` or `aws:RequestTag/${TagKey}`. */
  readonly conditionKeys: readonly string[];
}

/** A row of the table of an IAM or STS operation. */
export interface QueryOperation {
  /** The value of `Action`. */
  readonly name: string;
  /** Further parameters that it understands; `Tags` stands for `Tags.member.1.Key` and all its like. */
  readonly parameters: readonly string[];
  /** What it asks of policies; every permission is one of these. */
  readonly access: readonly StatedAccess[];
  /** Whether it changes anything, and so must run in a transaction. */
  readonly writes?: boolean;
  /** Whether it takes requests that nobody signed. */
  readonly isPublic?: boolean;
  permissions(call: QueryCall): readonly Permission[];
  /** What goes into `<NameResult>`; undefined for operations that have no result. */
  run(call: QueryCall): string | undefined | Promise<string | undefined>;
}

/** The services that speak the query protocol here. */
export type QueryService = "iam" | "sts";

const NAMESPACES: Readonly<Record<QueryService, string>> = {
  iam: "https://iam.amazonaws.com/doc/2010-05-08/",
  sts: "https://sts.amazonaws.com/doc/2011-06-15/",
};

/** An answer in the query protocol. */
export function queryReply(
  service: QueryService,
  operation: string,
  answer: { readonly result: string | undefined; readonly requestId: string },
): Reply {
  const result =
    answer.result === undefined ? "" : `<${operation}Result>${answer.result}</${operation}Result>`;
  const metadata = `<ResponseMetadata><RequestId>${escapeXml(answer.requestId)}</RequestId></ResponseMetadata>`;
  return xmlReply(
    `<${operation}Response xmlns="${NAMESPACES[service]}">${result}${metadata}</${operation}Response>`,
    { "content-type": "text/xml" },
  );
}

/** The value of a parameter, or AWS's complaint that it is missing. */
export function requireParameter(call: QueryCall, name: string): string {
  const value = call.form.get(name);
  if (value !== undefined && value !== "") return value;
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  throw validationError(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

/** AWS's answer to a parameter that breaks a rule. */
export function validationError(message: string): Refusal {
  return new Refusal({ code: "ValidationError", status: 400, message });
}

/** The account of the caller: IAM and STS act nowhere else. */
export function accountOf(call: QueryCall): string {
  const caller = accountCaller(call.identity.caller);
  if (caller === undefined) throw new Error("an unsigned call came past authentication");
  return caller.account;
}
