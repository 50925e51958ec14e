import { policyQuotas, storedBytes } from "../../saving/policy-quotas.ts";
import type { PolicyUse } from "../policy-use.ts";
import { defineRule, type Rule } from "../rule.ts";

/** More than AWS stores of such a policy, white space aside. */
export const tooLarge: Rule<"SL35"> = defineRule({
  id: "SL35",
  name: "too-large",
  severity: "error",
  fix: "none",
  check: ({ text, use, root }) => {
    if (root?.type !== "object") return [];
    const size = storedBytes(text);
    const { asked, most } = limitsOf(use);
    if (size <= asked) return [];
    return [
      {
        at: { offset: root.offset, length: 1 },
        parameters: { size, limit: asked, use },
        severity: size > most ? "error" : "warning",
      },
    ];
  },
});

interface Limits {
  readonly asked: number;
  /** Where a quota can be raised, or was raised of late, the highest that anybody has. */
  readonly most: number;
}

/** Of the quotas, those that AWS raises on request or raised of late: IAM and STS quotas; Organizations, Quotas. */
function limitsOf(use: PolicyUse): Limits {
  switch (use) {
    case "bucket-policy":
      return fixed(policyQuotas.bucketPolicy);
    case "vpc-endpoint":
      return fixed(policyQuotas.vpcEndpoint);
    case "identity":
      return { asked: policyQuotas.managed, most: policyQuotas.inlineOfRole };
    case "scp":
      return fixed(policyQuotas.serviceControl);
    case "rcp":
      return fixed(policyQuotas.resourceControl);
    case "key-policy":
      return fixed(policyQuotas.keyPolicy);
    case "session":
      return fixed(policyQuotas.session);
    case "trust":
      return { asked: policyQuotas.trust, most: 8192 };
  }
}

function fixed(quota: number): Limits {
  return { asked: quota, most: quota };
}
