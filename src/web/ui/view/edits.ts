import type { Layer, PolicyDocument } from "../../../policy/index.ts";
import { type ParsedPolicy, parsePolicy } from "../../../policy/index.ts";

/** Which policy: the layer it is in, what it is attached to, and its name there. */
export interface PolicyPlaceName {
  readonly layer: Layer;
  readonly attachedTo: string;
  readonly name: string;
}

/** A policy that was changed on the page. */
export interface PolicyEdit extends PolicyPlaceName {
  /** As it stands in the editor. */
  readonly text: string;
  /** The last text that was a policy; absent as long as there was none. */
  readonly document?: PolicyDocument;
}

/** The policies that were changed, by `placeKey`. */
export type Edits = ReadonlyMap<string, PolicyEdit>;

/** One text for one place. */
export function placeKey({ layer, attachedTo, name }: PolicyPlaceName): string {
  return JSON.stringify([layer, attachedTo, name]);
}

/** Reads a text as a policy of that layer. */
export function parseFor(layer: Layer, text: string): ParsedPolicy {
  if (layer === "roleTrust") return parsePolicy(text, "trust");
  return parsePolicy(text, kinds.has(layer) ? "resource" : "identity");
}

/** Layers whose policies name principals. */
const kinds: ReadonlySet<Layer> = new Set<Layer>([
  "resource",
  "resourceControl",
  "vpcEndpoint",
  "accessPoint",
  "keyPolicy",
]);

/** The edits with another text of one policy; decisions go by the last text that was a policy. */
export function withText(edits: Edits, place: PolicyPlaceName, text: string): Edits {
  const key = placeKey(place);
  const parsed = parseFor(place.layer, text);
  const document = parsed.ok ? parsed.value : edits.get(key)?.document;
  const { layer, attachedTo, name } = place;
  return new Map(edits).set(key, { layer, attachedTo, name, text, ...(document && { document }) });
}

/** The edits without that of one policy. */
export function withoutEdit(edits: Edits, place: PolicyPlaceName): Edits {
  const left = new Map(edits);
  left.delete(placeKey(place));
  return left;
}
