import { accountCaller } from "../../policy/index.ts";
import {
  accountOf,
  type QueryCall,
  type QueryOperation,
  requireParameter,
  validationError,
} from "../query/query-call.ts";
import { requireLength } from "../query/validate.ts";
import { element } from "../xml/write-xml.ts";

export const getAccessKeyInfo: QueryOperation = {
  name: "GetAccessKeyInfo",
  parameters: ["AccessKeyId"],
  access: [{ action: "sts:GetAccessKeyInfo", resourceTypes: [], conditionKeys: [] }],
  permissions: (call) => [
    {
      action: "sts:GetAccessKeyInfo",
      resource: "*",
      resourceAccount: accountOf(call),
      resourcePolicies: [],
      context: {},
    },
  ],
  run(call) {
    const id = requireParameter(call, "AccessKeyId");
    requireLength(id, "accessKeyId", { min: 16, max: 128 });
    return element("Account", accountOfKey(call, id));
  },
};

/** AWS tells the account of keys that are gone too; the lab only of those that it has. */
function accountOfKey(call: QueryCall, id: string): string {
  const key = call.lab.iam.keys.get([id]);
  const caller = key && accountCaller(key.caller);
  if (caller === undefined) throw validationError(`The access key ID ${id} is not valid`);
  return caller.account;
}
