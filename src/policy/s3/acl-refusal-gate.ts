import { accountCaller } from "../account-caller.ts";
import type { Gate, Tri } from "../decision.ts";
import type { AuthorizationRequest, PolicyLayers } from "../request.ts";
import { allOf, not, tri } from "../tri.ts";
import type { Acl, CannedAcl } from "./acl.ts";
import { isCanonicalIdOf } from "./is-canonical-id-of.ts";
import { settingGate } from "./setting-gate.ts";

/**
 * Where ACLs are disabled, a request may only bring one that says what holds anyway (S3 User Guide,
 * Controlling ownership of objects and disabling ACLs for your bucket).
 */
export function aclRefusalGate(
  request: AuthorizationRequest,
  layers: PolicyLayers,
): Gate | undefined {
  const { ownership } = layers;
  const acl = request.s3?.newAcl;
  if (ownership === undefined || acl === undefined) return undefined;
  if (ownership !== "unreadable" && ownership.setting !== "BucketOwnerEnforced") return undefined;
  const isRefused = not(saysWhatHolds(acl, request, layers));
  const denies: Tri = ownership === "unreadable" && isRefused === "yes" ? "unknown" : isRefused;
  return settingGate("objectOwnership", {
    account: request.resourceAccount,
    denies,
    setting: { kind: "aclsDisabled", acl: typeof acl === "string" ? acl : "grants" },
  });
}

function saysWhatHolds(
  acl: CannedAcl | Acl,
  { caller, resourceAccount }: AuthorizationRequest,
  layers: PolicyLayers,
): Tri {
  const isOwner = (account: string | undefined): Tri => {
    const mayBe = resourceAccount === "unknown" && account !== undefined;
    return mayBe ? "unknown" : tri(account === resourceAccount);
  };
  if (acl === "bucket-owner-full-control") return "yes";
  if (acl === "private") return isOwner(accountCaller(caller)?.account);
  if (typeof acl === "string") return "no";
  return allOf(
    acl.map(({ grantee, permission }) => {
      if (permission !== "FULL_CONTROL") return "no";
      switch (grantee.kind) {
        case "account":
          return isOwner(grantee.account);
        case "canonicalUser":
          return isCanonicalIdOf(resourceAccount, grantee.id, layers);
        case "group":
          return "no";
      }
    }),
  );
}
