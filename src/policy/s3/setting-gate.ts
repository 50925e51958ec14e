import type { Gate, Layer, Tri } from "../decision.ts";
import type { GateSetting } from "./gate-setting.ts";

interface SettingAnswer {
  readonly account: string;
  readonly denies: Tri;
  readonly setting: GateSetting;
  readonly exemptBecause?: string | undefined;
}

/** The gate of a setting, which asks for no Allow and can only deny. */
export function settingGate(
  layer: Layer,
  { account, denies, setting, exemptBecause }: SettingAnswer,
): Gate {
  return {
    layer,
    account,
    allows: "yes",
    denies,
    required: "no",
    statements: [],
    setting,
    ...(exemptBecause !== undefined && { exemptBecause }),
  };
}
