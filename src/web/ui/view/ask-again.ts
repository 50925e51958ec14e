import {
  accountCaller,
  type AuthorizationQuestion,
  decide,
  type Decision,
  principalArnOf,
} from "../../../policy/index.ts";
import { editedLayers, type Owners } from "./edited-layers.ts";
import type { Edits } from "./edits.ts";

/** Decides a question with some policies changed. */
export function askAgain(question: AuthorizationQuestion, edits: Edits): Decision {
  const { request, layers } = question;
  return decide(request, editedLayers(layers, edits, ownersIn(question)));
}

/** Who could have a policy that is not there yet. */
export function ownersIn({ request }: AuthorizationQuestion): Owners {
  const caller = accountCaller(request.caller);
  return {
    principal: caller === undefined ? "" : principalArnOf(caller),
    resource: request.resource.replace(/^(arn:[^:]+:s3:::[^/]+)\/.*$/s, "$1"),
  };
}
