import { accountOf } from "../query/query-call.ts";
import { REQUEST_TAGS } from "./condition-keys.ts";
import { ENTITIES, entityArn, type EntityKind } from "./entity.ts";
import { type FurtherAccess, permissionOn } from "./iam-operation.ts";
import { readTags } from "./read-tags.ts";

/** Whoever gives a new thing tags needs the permission to tag it too (IAM User Guide, Tagging). */
export function taggingOf(kind: EntityKind | "policy" | "oidc-provider"): FurtherAccess {
  const noun = nounOf(kind);
  const action = `iam:Tag${noun}`;
  return {
    stated: {
      action,
      resourceTypes: [kind],
      conditionKeys: REQUEST_TAGS.names,
    },
    permissions(call) {
      if (readTags(call).length === 0) return [];
      const path = call.form.get("Path") ?? "/";
      const name = call.form.get(`${noun}Name`) ?? "";
      const arn =
        kind === "oidc-provider"
          ? `arn:aws:iam::${accountOf(call)}:oidc-provider/${providerUrl(call.form.get("Url") ?? "")}`
          : entityArn(accountOf(call), kind, { path, name });
      return [permissionOn(call, { action, located: { arn }, keys: [REQUEST_TAGS] })];
    },
  };
}

function nounOf(kind: EntityKind | "policy" | "oidc-provider"): string {
  if (kind === "policy") return "Policy";
  return kind === "oidc-provider" ? "OpenIDConnectProvider" : ENTITIES[kind].noun;
}

/** A provider's URL as its ARN has it: without its scheme. */
export function providerUrl(url: string): string {
  return url.replace(/^https?:\/\//, "").replace(/\/$/, "");
}
