import { accountOf, type QueryOperation, requireParameter } from "../query/query-call.ts";
import { Refusal } from "../refusal.ts";

/** No service of the lab encodes its denials, so no message can be one of its own. */
export const decodeAuthorizationMessage: QueryOperation = {
  name: "DecodeAuthorizationMessage",
  parameters: ["EncodedMessage"],
  access: [{ action: "sts:DecodeAuthorizationMessage", resourceTypes: [], conditionKeys: [] }],
  permissions: (call) => [
    {
      action: "sts:DecodeAuthorizationMessage",
      resource: "*",
      resourceAccount: accountOf(call),
      resourcePolicies: [],
      context: {},
    },
  ],
  run(call) {
    requireParameter(call, "EncodedMessage");
    throw new Refusal({
      code: "InvalidAuthorizationMessageException",
      status: 400,
      message: "The message is not valid: no service of this lab encodes its denials",
    });
  },
};
