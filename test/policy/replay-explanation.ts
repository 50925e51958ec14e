import type { Explanation } from "../../src/app/index.ts";

type Gate = Explanation["gates"][number];
type Statement = Gate["statements"][number];
type Element = Statement["elements"][number];
type Verdict = "allowed" | "explicitDeny" | "implicitDeny";

/** Whether an element matches, by its entries alone; the lists of `NotPrincipal` follow rules of their own. */
function elementMatches({ name, entries, result }: Element): boolean {
  const fits = entries.some(({ matches }) => matches === "yes");
  if (name === "NotPrincipal") return result === "yes";
  return name.startsWith("Not") ? !fits : fits;
}

/** R14: every element and every condition must match. */
function applies({ elements, conditions }: Statement): boolean {
  return elements.every(elementMatches) && conditions.every(({ result }) => result === "yes");
}

/** What the statements of a gate say that apply; a gate that binds nobody says nothing against. */
function said({ statements, exemptBecause, layer, levels }: Gate): {
  readonly allows: boolean;
  readonly denies: boolean;
  readonly grants: ReadonlySet<string>;
} {
  const applying = statements.filter(applies);
  const allowing = applying.filter(({ effect }) => effect === "Allow");
  const grants = new Set(allowing.map(({ matchClass }) => matchClass ?? ""));
  // R09, R42, R44: an exemption lifts the Deny; of the bucket's own root user it leaves the Allow alone.
  if (exemptBecause !== undefined) return { allows: true, denies: false, grants };
  const denies = applying.length > allowing.length;
  // R43: resource control policies only deny. R41: every level of service control policies must allow.
  if (layer === "resourceControl") return { allows: true, denies, grants };
  const allows =
    levels === undefined
      ? allowing.length > 0
      : levels.every(({ id }) => allowing.some(({ level }) => level === id));
  return { allows, denies, grants };
}

type Said = ReturnType<typeof said>;
type Answers = ReadonlyMap<Gate["layer"], Said>;

function allAllow(answers: Answers, layers: readonly Gate["layer"][]): boolean {
  return layers.every((layer) => answers.get(layer)?.allows ?? true);
}

interface Grounds {
  readonly grants: ReadonlySet<string>;
  /** Do boundary and session policies allow? */
  readonly limits: boolean;
  /** Do they and an identity policy? */
  readonly mine: boolean;
  readonly isTrust: boolean;
}

/** R03, R04, R49, R53. */
function isGrantedWithin({ grants, limits, mine, isTrust }: Grounds): boolean {
  const viaIdentity = mine && (grants.size > 0 || !isTrust);
  return viaIdentity || grants.has("direct") || (grants.has("role") && limits);
}

/** Do identity and resource policies together grant it? */
function isGranted(answers: Answers, relation: Explanation["relation"]): boolean {
  const named = answers.get("roleTrust") ?? answers.get("resource");
  const grants = named?.grants ?? new Set<string>();
  const limits = allAllow(answers, ["boundary", "session"]);
  const mine = limits && allAllow(answers, ["identity"]);
  switch (relation) {
    case "anonymous": // R06
    case "noAccount":
      return grants.size > 0;
    case "crossAccount": // R05, R51
      return mine && grants.size > 0;
    case "sameAccount":
      return isGrantedWithin({ grants, limits, mine, isTrust: answers.has("roleTrust") });
    case "unknown":
      return false;
  }
}

/** Decides again from the tree alone, by the rules of `docs/policy-evaluation.md`. */
export function replay({ gates, request, relation }: Explanation): Verdict {
  if (/^sts:GetCallerIdentity$/i.test(request.action)) return "allowed"; // R08
  const answers: Answers = new Map(gates.map((gate) => [gate.layer, said(gate)]));
  if ([...answers.values()].some(({ denies }) => denies)) return "explicitDeny"; // R01
  const isLet = allAllow(answers, ["serviceControl", "resourceControl", "vpcEndpoint"]);
  return isLet && isGranted(answers, relation) ? "allowed" : "implicitDeny"; // R02
}
