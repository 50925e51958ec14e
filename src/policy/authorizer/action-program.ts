import { isRestrictable } from "../evaluate/organization-exemptions.ts";
import { isOpenToAll, isTrustAction } from "../evaluate/special-actions.ts";
import { type ActionIndex, statementsAbout } from "./action-index.ts";
import { type ByLayer, mapLayers } from "./by-layer.ts";
import { indexByResource, type ResourceIndex } from "./resource-index.ts";

/** Everything about requests for one action that does not depend on who asks, and for what. */
export interface ActionProgram {
  /** In lower case. */
  readonly action: string;
  readonly isOpenToAll: boolean;
  readonly isTrustAction: boolean;
  readonly isForKeys: boolean;
  /** Whether resource control policies cover it. */
  readonly isRestrictable: boolean;
  readonly rules: ByLayer<ResourceIndex>;
}

export function programOf(actionAsWritten: string, policies: ByLayer<ActionIndex>): ActionProgram {
  const action = actionAsWritten.toLowerCase();
  return {
    action,
    isOpenToAll: isOpenToAll(action),
    isTrustAction: isTrustAction(action),
    isForKeys: action.startsWith("kms:"),
    isRestrictable: isRestrictable(action),
    rules: mapLayers(policies, (index, namesPrincipals) =>
      indexByResource(statementsAbout(index, action), namesPrincipals),
    ),
  };
}
