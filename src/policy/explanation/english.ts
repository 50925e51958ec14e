import type { Layer } from "../decision.ts";
import { conditionParts, type Shown, shownValues } from "./condition-words.ts";
import { englishShortfalls } from "./english-shortfalls.ts";
import { englishSettings } from "./english-settings.ts";
import { englishTree } from "./english-tree.ts";
import type { ExplainedCondition } from "./explanation.ts";
import { printableText, quotedText } from "./printable-text.ts";
import type { AskedWords, ExplanationWords, MatchedWords, PolicyWords } from "./words.ts";

const layers: Readonly<Record<Layer, string>> = {
  serviceControl: "service control policy",
  resourceControl: "resource control policy",
  vpcEndpoint: "VPC endpoint policy",
  identity: "identity policy",
  boundary: "permissions boundary",
  session: "session policy",
  resource: "bucket policy",
  roleTrust: "role trust policy",
  accessPoint: "access point policy",
  publicAccessBlock: "Block Public Access",
  objectOwnership: "object ownership and ACLs",
  requesterPays: "Requester Pays",
  sseCBlocked: "bucket encryption setting",
  expectedBucketOwner: "expected bucket owner",
  keyPolicy: "KMS key policy",
  keyGrant: "KMS grants",
  key: "KMS key",
};

/** Values in a row. */
function listed(values: readonly Shown[]): string {
  const { shown, more } = shownValues(values);
  return anded(more === 0 ? shown : [...shown, `${more} more`]);
}

function anded(parts: readonly string[]): string {
  return parts.length < 2
    ? parts.join("")
    : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}

/** A policy by layer, name and account. */
function englishPolicy({ layer, name, account }: PolicyWords): string {
  return [
    layers[layer],
    ...(name === undefined ? [] : [quotedText(name)]),
    ...(account === undefined ? [] : [`of ${account}`]),
  ].join(" ");
}

/** Policies in a row. */
function these(policies: readonly PolicyWords[]): string {
  return anded(policies.map((policy) => `the ${englishPolicy(policy)}`));
}

function asked({ action, resource }: AskedWords): string {
  return `${action} on ${resource}`;
}

function matchedText({ elements, conditions }: MatchedWords): string {
  const told = elements.map(({ name, entries }) => ({ name, text: `${name} ${listed(entries)}` }));
  const fit = told.filter(({ name }) => !name.startsWith("Not")).map(({ text }) => text);
  const spares = told.filter(({ name }) => name.startsWith("Not"));
  return [
    ...(fit.length === 0 ? [] : [`${anded(fit)} ${fit.length === 1 ? "matches" : "match"}`]),
    ...spares.map(({ text }) => `${text} does not exempt it`),
    ...conditions,
  ].join(", ");
}

function condition(of: ExplainedCondition): string {
  const { name, key, wanted, asksPresence } = conditionParts(of, listed);
  switch (of.reason) {
    case "unknownValue":
      return `condition ${name} asks about ${key}, whose value nobody could tell`;
    case "unknownVariable":
      return `condition ${name} has a variable in ${wanted} whose value nobody could tell`;
    case "absent":
      return of.result === "yes"
        ? `condition ${name} (${wanted}) holds, as the request has no ${key}`
        : `condition ${name} asks for ${asksPresence === undefined ? wanted : "it to be there"}, and the request has no ${key}`;
    case "emptySet":
      return `condition ${name} (${wanted}) takes the request's empty ${key} for no value, and ${of.result === "yes" ? "holds" : "does not hold"}`;
    case "present":
    case "listed":
    case "notListed":
    case "partlyListed":
      return comparison(of);
  }
}

function comparison(of: ExplainedCondition): string {
  const { name, wanted, found, isNegated, asksPresence } = conditionParts(of, listed);
  switch (of.result) {
    case "yes":
      return `condition ${name} (${wanted}) holds, as the request has ${found}`;
    case "no":
      return asksPresence === undefined
        ? `condition ${name} ${isNegated ? "excludes" : "asks for"} ${wanted}, and the request has ${found}`
        : `condition ${name} asks for it to be absent, and the request has ${found}`;
    case "unknown":
      return `condition ${name} (${wanted}) holds for only some of ${found}`;
  }
}

const exemptions: Readonly<Record<string, string>> = {
  "root user": "the caller is the root user",
};

/** Explanations in English. */
export const englishExplanation: ExplanationWords = {
  layers,
  together: (sentences) => sentences.join("; "),
  policy: englishPolicy,
  statement: ({ layer, policyName, sid, index, line, column }, policy) =>
    layer === "keyGrant"
      ? `grant ${quotedText(policyName)}${policy.account === undefined ? "" : ` of ${policy.account}`}`
      : `${sid === undefined ? `statement ${index + 1}` : quotedText(sid)} (${englishPolicy(policy)}, ${line}:${column})`,
  denies: ({ statement, asked: what, matched, others }) =>
    `${statement} denies ${asked(what)}${others === 0 ? "" : `, as ${others === 1 ? "one other statement does" : `${others} other statements do`}`}: ${matchedText(matched)}`,
  silent: ({ policy, asked: what, isEmpty, level }) => {
    if (level !== undefined) {
      return `no ${layers[policy.layer]} attached to ${quotedText(level)} allows ${asked(what)}`;
    }
    return isEmpty
      ? `there is no ${englishPolicy(policy)} to allow ${asked(what)}`
      : `nothing in the ${englishPolicy(policy)} allows ${asked(what)}`;
  },
  silentBoth: (policies, what) =>
    `neither the ${policies.map(englishPolicy).join(" nor the ")} allows ${asked(what)}, and one of them would be enough`,
  nearest: (statement, lacks) => `nearest is ${statement}: ${lacks.join(", and ")}`,
  delegates: (statement) =>
    `${statement} names only the account, which leaves it to identity policies`,
  limited: (statement, limit) =>
    `${statement} names the role, which the ${englishPolicy(limit)} limits`,
  notLimited: (statement, limits) =>
    `${these(limits)} ${limits.length === 1 ? "does" : "do"} not allow it, and need not, as ${statement} names the caller itself`,
  unreadable: (policy, what) =>
    `it depends on the ${englishPolicy(policy)}, which could not be read${policy.account === undefined ? "" : `: account ${policy.account} can say whether it lets ${asked(what)} pass`}`,
  mayMatch: (statement, effect, doubts) =>
    `${statement} may ${effect === "Allow" ? "allow" : "deny"} it: ${doubts.join(", and ")}`,
  mayStop: (policy) => `the ${englishPolicy(policy)} may stop it, by something that is not known`,
  ownerUnknown: ({ resource }) => `nobody could say which account owns ${resource}`,
  unknown: (what) => `cannot tell whether ${asked(what)} is allowed`,
  allowed: (what, statements) =>
    `${asked(what)} is allowed${statements.length === 0 ? "" : ` by ${anded(statements)}`}`,
  allowedToAll: (what) => `${asked(what)} is allowed: it needs no permission`,
  exempt: (policy, because) => `the ${englishPolicy(policy)} does not bind it: ${because}`,
  exemption: (because) => exemptions[because] ?? because,
  shortfalls: englishShortfalls,
  condition,
  settings: englishSettings,
  refuses: (policy, what) => `the ${englishPolicy(policy)} stops ${asked(what)}`,
  call: (what, why) => `S3 asks KMS for ${what.action} in the caller's name, and ${why}`,
  also: (policies) => `${these(policies)} would stop it too`,
  nothingElse: "without that Deny nothing would allow it either",
  aws: {
    noLayer: (message) =>
      `AWS gives no reason${message === undefined ? "" : `, only ${quotedText(message)}`}`,
    hides: (names) => `AWS names only the ${layers[names.layer]}`,
    blames: (names, refusing) =>
      `AWS blames the ${layers[names.layer]}, but what stops it is ${these(refusing)}`,
    mayDiffer: (open) =>
      `AWS's text may name something else, as it is open what ${these(open)} ${open.length === 1 ? "says" : "say"}`,
    calls: ({ layer }) => `AWS's text calls ${layers[layer]} a resource-based policy`,
  },
  tree: englishTree((policy) => printableText(englishPolicy(policy)), listed),
};
