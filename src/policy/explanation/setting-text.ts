import type { StatementRef } from "../decision.ts";
import type { GateSetting } from "../s3/gate-setting.ts";
import type { ExplanationWords } from "./words.ts";

/** Why a setting stops a request; `named` names a statement. */
export function settingText(
  setting: GateSetting,
  { settings }: ExplanationWords,
  named: (ref: StatementRef) => string,
): string {
  switch (setting.kind) {
    case "publicAccess":
      return settings.publicAccess(setting, setting.publicStatements.map(named));
    case "acl":
      return settings.acl(setting, []);
    case "aclsDisabled":
      return settings.aclsDisabled(setting, []);
    case "requesterPays":
      return settings.requesterPays(setting, []);
    case "sseCBlocked":
      return settings.sseCBlocked(setting, []);
    case "expectedOwner":
      return settings.expectedOwner(setting, []);
    case "accessPointVpc":
      return settings.accessPointVpc(setting, []);
    case "endpointRegion":
      return settings.endpointRegion(setting, []);
  }
}
