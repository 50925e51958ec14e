import { accountCaller, type AccountCaller } from "../../policy/index.ts";
import { accessDenied, type Permission } from "../authorize.ts";
import { readTags } from "../iam/read-tags.ts";
import {
  accountOf,
  type QueryCall,
  type QueryOperation,
  requireParameter,
} from "../query/query-call.ts";
import { constraintError, requireLength } from "../query/validate.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { readUserSeconds, requireLastingKeys } from "./get-session-token.ts";
import { openSession } from "./open-session.ts";
import { packedSize } from "./packed-size.ts";
import { POLICY_PARAMETERS, readSessionPolicies } from "./session-policies.ts";
import { tagContext } from "./session-tags.ts";

export const getFederationToken: QueryOperation = {
  name: "GetFederationToken",
  parameters: ["Name", "DurationSeconds", "Tags", ...POLICY_PARAMETERS],
  access: [
    {
      action: "sts:GetFederationToken",
      resourceTypes: ["federated-user"],
      conditionKeys: ["aws:RequestTag/${TagKey}", "aws:TagKeys"],
    },
    {
      action: "sts:TagSession",
      resourceTypes: [],
      conditionKeys: ["aws:RequestTag/${TagKey}", "aws:TagKeys"],
    },
  ],
  writes: true,
  permissions(call) {
    requireLastingKeys(call, "GetFederationToken");
    const tags = readTags(call);
    const on = (action: string): Permission => ({
      action,
      resource: federatedCaller(call).arn,
      resourceAccount: accountOf(call),
      resourcePolicies: [],
      context: tagContext({ requested: tags, all: tags, transitive: [] }),
    });
    // IAM User Guide, Passing session tags, Permissions required; on which resource, it does not say.
    return [on("sts:GetFederationToken"), ...(tags.length > 0 ? [on("sts:TagSession")] : [])];
  },
  run(call) {
    const caller = federatedCaller(call);
    const tags = readTags(call);
    const policies = readSessionPolicies(call, caller);
    const size = packedSize({ policies, tags });
    const facts = tags.length > 0 ? { tags } : {};
    const seconds = readUserSeconds(call);
    return (
      openSession(call, { caller, seconds, policies, facts }) +
      wrap(
        "FederatedUser",
        element("FederatedUserId", caller.userId) + element("Arn", caller.arn),
      ) +
      element("PackedPolicySize", size)
    );
  },
};

function federatedCaller(call: QueryCall): AccountCaller & { kind: "federatedUser" } {
  const name = requireParameter(call, "Name");
  requireLength(name, "name", { min: 2, max: 32 });
  if (!/^[\w+=,.@-]*$/.test(name)) {
    throw constraintError(name, "name", "satisfy regular expression pattern: [\\w+=,.@-]*");
  }
  const issuer = accountCaller(call.identity.caller);
  if (issuer === undefined) throw accessDenied();
  return {
    kind: "federatedUser",
    account: issuer.account,
    arn: `arn:aws:sts::${issuer.account}:federated-user/${name}`,
    issuerArn: issuer.arn,
    ...(issuer.kind === "user" && { issuerId: issuer.userId }),
    userId: `${issuer.account}:${name}`,
  };
}
