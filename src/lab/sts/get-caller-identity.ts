import { accountCaller, type Caller } from "../../policy/index.ts";
import { accountOf, type QueryOperation } from "../query/query-call.ts";
import { element } from "../xml/write-xml.ts";

/** Nobody can be denied it (STS API Reference), so it asks for no permission. */
export const getCallerIdentity: QueryOperation = {
  name: "GetCallerIdentity",
  access: [],
  parameters: [],
  permissions: () => [],
  run(call) {
    const { caller } = call.identity;
    return (
      element("Arn", arnOf(caller)) +
      element("UserId", userIdOf(caller)) +
      element("Account", accountOf(call))
    );
  },
};

function arnOf(caller: Caller): string | undefined {
  return accountCaller(caller)?.arn;
}

function userIdOf(caller: Caller): string | undefined {
  const insider = accountCaller(caller);
  return insider?.kind === "root" ? insider.account : insider?.userId;
}
