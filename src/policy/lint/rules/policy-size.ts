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
    const size = normalizedBytes(text);
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

/**
 * S3 User Guide, Bucket policies; IAM User Guide, IAM and STS quotas; Organizations User Guide,
 * Quotas (5,120 until 2025, then 10,240); KMS Developer Guide, Resource quotas; Amazon VPC
 * PrivateLink Guide, Endpoint policies.
 */
function limitsOf(use: PolicyUse): Limits {
  switch (use) {
    case "bucket-policy":
    case "vpc-endpoint":
      return { asked: 20_480, most: 20_480 };
    case "identity":
      return { asked: 6_144, most: 10_240 };
    case "scp":
      return { asked: 5_120, most: 10_240 };
    case "rcp":
      return { asked: 5_120, most: 5_120 };
    case "key-policy":
      return { asked: 32_768, most: 32_768 };
    case "session":
      return { asked: 2_048, most: 2_048 };
    case "trust":
      return { asked: 2_048, most: 8_192 };
  }
}

function normalizedBytes(text: string): number {
  let bytes = 0;
  for (const character of JSON.stringify(JSON.parse(text))) bytes += utf8Length(character);
  return bytes;
}

function utf8Length(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
}
