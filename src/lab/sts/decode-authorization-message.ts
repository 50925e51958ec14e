import { accountOf, type QueryOperation, requireParameter } from "../query/query-call.ts";
import { requireLength } from "../query/validate.ts";
import { Refusal } from "../refusal.ts";
import { element } from "../xml/write-xml.ts";

/** Decodes what EC2 of this lab told of a denial to somebody of the caller's account. */
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
    const message = requireParameter(call, "EncodedMessage");
    requireLength(message, "encodedMessage", { min: 1, max: 10_240 });
    const decoded = call.lab.encodedDenials.decode(accountOf(call), message);
    if (decoded !== undefined) return element("DecodedMessage", decoded);
    throw new Refusal({
      code: "InvalidAuthorizationMessageException",
      status: 400,
      // AWS documents the code, not the text.
      message: "The message is not valid: no denial of this lab to anyone of this account is in it",
    });
  },
};
