import type { Layer } from "../decision.ts";
import type { Explanation } from "./explanation.ts";
import { gateWords } from "./policy-words.ts";
import type { ExplanationWords, PolicyWords } from "./words.ts";

/** What AWS's text for a denial hides or gets wrong; undefined when it tells the truth, and all of it. */
export function awsNote(
  { aws, gates, unanswered }: Explanation,
  words: ExplanationWords,
): string | undefined {
  if (aws === undefined) return undefined;
  const named = (layer: Layer): PolicyWords => {
    const gate = gates.find((one) => one.layer === layer);
    return gate === undefined ? { layer } : gateWords(gate);
  };
  if (unanswered.length > 0) return words.aws.mayDiffer(unanswered.map(named));
  if (aws.names === undefined) return words.aws.noLayer(shortText(aws.message));
  const names = named(aws.names);
  if (!aws.isTrue && aws.hides.length > 0) return words.aws.blames(names, aws.hides.map(named));
  if (aws.hides.length > 0) return words.aws.hides(names);
  const isCalledPolicy = aws.message.includes("resource-based policy");
  return isCalledPolicy && settings.has(aws.names) ? words.aws.calls(names) : undefined;
}

/** What S3 decides by its settings, and tells as a policy's. */
const settings = new Set<Layer>([
  "publicAccessBlock",
  "objectOwnership",
  "requesterPays",
  "expectedBucketOwner",
]);

/** A text that only repeats who asked for what is not shown again. */
function shortText(message: string): string | undefined {
  return message.startsWith("User: ") ? undefined : message;
}
