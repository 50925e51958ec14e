import { deflateRawSync } from "node:zlib";
import type { AttachedPolicy } from "../../policy/index.ts";
import { Refusal } from "../refusal.ts";
import type { Pairs } from "../state/stored-object.ts";

// STS packs policies and tags in a form of its own and says only what part of the room they take; this
// measures them compressed, against the limit of the plain text.
const ROOM = 2048;

interface Packed {
  readonly policies: readonly AttachedPolicy[] | undefined;
  readonly tags: Pairs;
}

/** `PackedPolicySize` in percent, or undefined where a session has neither policies nor tags. */
export function packedSize({ policies = [], tags }: Packed): number | undefined {
  if (policies.length === 0 && tags.length === 0) return undefined;
  const texts = policies.map(({ arn, document }) => arn ?? document.text);
  const whole = [...texts, ...tags.flat()].join("\0");
  const percent = Math.ceil((deflateRawSync(whole).length * 100) / ROOM);
  if (percent <= 100) return percent;
  throw new Refusal({
    code: "PackedPolicyTooLarge",
    status: 400,
    message:
      tags.length > 0
        ? `Packed size of session tags consumes ${percent}% of allotted space.`
        : `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`,
  });
}
