import type { GateSetting } from "../../policy/index.ts";
import type { CauseId } from "./diagnosis.ts";

/** The causes that a bucket's setting shows. */
export function causesOfSetting(setting: GateSetting): readonly CauseId[] {
  switch (setting.kind) {
    case "publicAccess":
      return [causeByFlag[setting.flag]];
    case "acl": {
      if (setting.isForeign !== "no") return ["C28"];
      const isIgnored = setting.grants.some(({ ignored }) => ignored === "yes");
      return isIgnored ? ["C23"] : ["C10"];
    }
    case "aclsDisabled":
      return ["C27"];
    case "requesterPays":
      return ["C37"];
    case "sseCBlocked":
      return ["C38"];
    case "expectedOwner":
      return ["C39"];
    case "accessPointVpc":
      return ["C52"];
    case "endpointRegion":
      return ["C51"];
  }
}

type Flag = Extract<GateSetting, { readonly kind: "publicAccess" }>["flag"];

const causeByFlag: Readonly<Record<Flag, CauseId>> = {
  RestrictPublicBuckets: "C21",
  BlockPublicPolicy: "C22",
  BlockPublicAcls: "C23",
};
