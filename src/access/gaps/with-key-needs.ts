import { keyCalls } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import { isOfParts } from "../needs/is-of-parts.ts";
import { type Need, weightOf } from "../needs/need.ts";
import { keyUsesOf } from "./key-uses.ts";
import { layersFor } from "./layers-for.ts";
import { atAccessPoint } from "./at-access-point.ts";
import { conditionKeysIn, isOfRequestTags } from "./request-context.ts";
import { requestFor } from "./request-for.ts";

/** The needs, each followed by what S3 asks of KMS for its objects in the caller's name. */
export function withKeyNeeds(needs: readonly Need[], facts: Facts): readonly Need[] {
  const found = new Map<string, Need>();
  const asked = conditionKeysIn(facts);
  const asksForTags = [...asked].some(isOfRequestTags);
  for (const asAsked of needs) {
    // What tagged objects are written with says no more than the write itself, where nobody asks about tags.
    if (asAsked.mayCarryTags === true && asAsked.occasion === "if-tagged" && !asksForTags) continue;
    const need = atAccessPoint(asAsked, facts);
    for (const each of [need, ...keyNeedsOf(need, facts, asked)]) {
      const { action, resource, side, via } = each;
      const objects = via === undefined ? each : [via.resource, via.anyKeyUnder === true];
      const identity = JSON.stringify([action, resource, side, objects]);
      const known = found.get(identity);
      if (known === undefined || weightOf(each) > weightOf(known)) found.set(identity, each);
    }
  }
  return [...found.values()];
}

function keyNeedsOf(need: Need, facts: Facts, asked: ReadonlySet<string>): readonly Need[] {
  if (need.via !== undefined || need.occasion === "if-tagged") return [];
  const ofWhole = need.because.filter((operation) => !isOfParts(operation));
  const isMixed = ofWhole.length > 0 && ofWhole.length < need.because.length;
  const always = isMixed ? askedOfKeys({ ...need, because: ofWhole }, facts, asked) : undefined;
  return askedOfKeys(need, facts, asked).map(({ action, resource }) => ({
    action,
    resource,
    bucket: need.bucket,
    side: need.side,
    context: {},
    because: need.because,
    essential: need.essential,
    occasion: always?.every((each) => each.action !== action) === true ? "if-large" : need.occasion,
    via: need,
  }));
}

function askedOfKeys(
  need: Need,
  facts: Facts,
  asked: ReadonlySet<string>,
): readonly Pick<Need, "action" | "resource">[] {
  const uses = keyUsesOf(need, facts);
  if (uses === "unreadable" || uses.length === 0) return [];
  const request = requestFor(need, facts, asked);
  return uses
    .flatMap((use) => keyCalls(request, use, layersFor(need, facts)))
    .map(({ request: { action, resource } }) => ({ action, resource }));
}
