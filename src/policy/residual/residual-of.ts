import { compareUtf8 } from "../../aws/index.ts";
import { decide, decideAlone } from "../decide.ts";
import type { Decision } from "../decision.ts";
import { keyGate } from "../key/key-gate.ts";
import { outcomeWithKey } from "../key/outcome-with-key.ts";
import { splitArn } from "../match/split-arn.ts";
import type { AuthorizationRequest, PolicyLayers } from "../request.ts";
import { withSettings } from "../s3/with-settings.ts";
import { patternText } from "./key-pattern.ts";
import { inside, joined, type KeyRegion, outside } from "./key-region.ts";
import { type OpenStatements, openStatements } from "./open-statements.ts";
import type { KeyCase, Residual } from "./residual.ts";
import { suppose, type Supposition } from "./suppose.ts";

/** More sets of keys than this nobody reads. */
const MOST_CASES = 64;

type Outcome = Decision["outcome"];

interface SettledRegion {
  readonly region: KeyRegion;
  readonly outcome: Outcome;
}

/** Decides a request with `anyKeyUnder` for all its keys at once. */
export function residualOf(request: AuthorizationRequest, layers: PolicyLayers): Residual {
  // KMS is asked once, for all object keys: what S3's policies say of some of them is nothing to it.
  const kms = keyGate(request, layers, decide);
  const decision = decideAlone(request, layers);
  const open = request.anyKeyUnder === true ? openStatements(decision, layers) : [];
  // A bucket's settings see its policies as they are, whatever is supposed of their statements.
  const asS3 = (byPolicies: Decision): Decision => withSettings(byPolicies, layers);
  if (open.length === 0) return { all: outcomeWithKey(asS3(decision).outcome, kms) };
  const { settled: settledByS3, cutShort } = settle(open, (supposition) => {
    const supposed = asS3(decideAlone(request, suppose(layers, supposition)));
    return outcomeOf(supposed, open.slice(supposition.size));
  });
  const settled = settledByS3.map(({ region, outcome }) => ({
    region,
    outcome: outcomeWithKey(outcome, kms),
  }));
  const [first] = settled;
  const isOne = settled.every(({ outcome }) => outcome === first?.outcome);
  if (isOne && first !== undefined && !cutShort) return { all: first.outcome };
  const prefix = splitArn(request.resource)?.[5] ?? "";
  const cases = joinCases(settled).map((one) => caseOf(one, prefix));
  return cutShort ? { cases, cutShort } : { cases };
}

/** What stands whatever the statements that were not looked at say; undefined when they may turn it. */
function outcomeOf({ outcome }: Decision, rest: readonly OpenStatements[]): Outcome | undefined {
  switch (outcome) {
    case "allowed":
    case "explicitDeny":
      return outcome;
    case "implicitDeny":
      // It stands for keys that an open Deny would deny explicitly.
      return rest.some(({ effect }) => effect === "Deny") ? undefined : outcome;
    case "unknown":
      return rest.length === 0 ? outcome : undefined;
  }
}

interface Pending {
  readonly region: KeyRegion;
  readonly supposition: Supposition;
}

/** Splits the keys by one group of open statements after the other until each part has its answer. */
function settle(
  open: readonly OpenStatements[],
  answer: (supposition: Supposition) => Outcome | undefined,
): { readonly settled: readonly SettledRegion[]; readonly cutShort: boolean } {
  const settled: SettledRegion[] = [];
  const pending: Pending[] = [
    { region: { patterns: [["*"]], except: [] }, supposition: new Map() },
  ];
  let cutShort = false;
  for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
    const { region, supposition } = one;
    const outcome = answer(supposition);
    const next = open[supposition.size];
    if (outcome !== undefined || next === undefined) {
      settled.push({ region, outcome: outcome ?? "unknown" });
      continue;
    }
    const isFull = settled.length + pending.length + 2 > MOST_CASES;
    const parts = isFull ? "tooMany" : split(one, next);
    if (parts === "tooMany") {
      cutShort = true;
      settled.push({ region, outcome: "unknown" });
    } else pending.push(...parts);
  }
  return { settled, cutShort };
}

function split(
  { region, supposition }: Pending,
  by: OpenStatements,
): readonly Pending[] | "tooMany" {
  const listed = inside(region, by.patterns);
  if (listed === "tooMany") return listed;
  const unlisted = outside(region, by.patterns);
  const part = (of: KeyRegion | undefined, lists: boolean): readonly Pending[] =>
    of === undefined ? [] : [{ region: of, supposition: new Map([...supposition, [by, lists]]) }];
  // The last is looked at first: what fewest statements speak of is most of the keys.
  return [...part(listed, true), ...part(unlisted, false)];
}

const order: readonly Outcome[] = ["allowed", "explicitDeny", "implicitDeny", "unknown"];

/** Parts with one answer become one, where the patterns can say it. */
function joinCases(settled: readonly SettledRegion[]): readonly SettledRegion[] {
  return order.flatMap((outcome) => {
    const parts: KeyRegion[] = [];
    for (const { region } of settled.filter((one) => one.outcome === outcome)) {
      const joins = parts.map((part) => joined(part, region));
      const at = joins.findIndex((join) => join !== undefined);
      parts.splice(at === -1 ? parts.length : at, at === -1 ? 0 : 1, joins[at] ?? region);
    }
    return parts.map((region) => ({ region, outcome }));
  });
}

function caseOf({ region, outcome }: SettledRegion, prefix: string): KeyCase {
  const textsOf = (patterns: KeyRegion["patterns"]): readonly string[] =>
    patterns.map((pattern) => patternText(prefix, pattern)).sort(compareUtf8);
  return {
    keys: { patterns: textsOf(region.patterns), except: textsOf(region.except) },
    outcome,
  };
}
