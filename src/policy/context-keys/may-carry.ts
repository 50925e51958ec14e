import { accountCaller } from "../account-caller.ts";
import type { Caller } from "../request.ts";
import { carriesKey } from "./carries-key.ts";
import type { Circumstances, Membership } from "./circumstances.ts";
import { findConditionKey, isKeyOfKnownService, keyStem } from "./find-condition-key.ts";

type Rule = (of: Circumstances) => boolean;

/**
 * Whether a request may carry a key (IAM User Guide, AWS global condition context keys, Availability; IAM
 * and STS condition context keys). What it may not is absent for certain.
 */
export function mayCarry(key: string, of: Circumstances): boolean {
  const stem = keyStem(key);
  if (isProvidersClaim(stem)) return mayHaveClaims(of.caller);
  if (findConditionKey(stem) === undefined) return false;
  if (!carriesKey(of.action, stem)) return false;
  const rule = rules.find(([pattern]) => pattern.test(stem))?.[1];
  return rule === undefined || rule(of);
}

const isInAccount: Rule = ({ caller }) => accountCaller(caller) !== undefined;
const isService: Rule = ({ caller }) => caller.kind === "service";
const isSession: Rule = ({ caller }) => caller.kind === "roleSession";
const isThroughEndpoint: Rule = ({ network }) => network !== "internet";
const never: Rule = () => false;

/** The first rule whose pattern matches counts; a key of none is in every request. */
const rules: readonly (readonly [RegExp, Rule])[] = [
  [/^aws:principalorg(?:id|paths)$/, (of) => isInAccount(of) && mayBe(of.principalOrganization)],
  [/^aws:resourceorg(?:id|paths)$/, (of) => mayBe(of.resourceOrganization)],
  [/^aws:principalisawsservice$/, (of) => isInAccount(of) || isService(of)],
  [/^aws:principalservicename(?:slist)?$/, isService],
  [/^aws:principaltype$/, () => true],
  [/^aws:(?:principal.*|userid)$/, isInAccount],
  [/^aws:username$/, ({ caller }) => caller.kind === "user"],
  [/^aws:(?:tokenissuetime|multifactorauth(?:present|age))$/, (of) => isTemporary(of)],
  [/^aws:assumedroot$/, (of) => of.caller.kind === "root" && of.credentials !== "longTerm"],
  // Of sessions that were opened with a source identity, by a provider, or by a service for its own.
  [/^aws:(?:sourceidentity|federatedprovider|chatbotsourcearn|ec2instance.*)$/, isSession],
  [/^(?:ec2|glue|lambda|ssm|identitystore):/, isSession],
  [/^aws:source(?:arn|account|owner|orgid|orgpaths)$/, isService],
  [/^aws:(?:sourcevpc.*|vpce.*|vpcsourceip)$/, isThroughEndpoint],
  [/^aws:sourceip$/, ({ network }) => network !== "vpcEndpoint"],
  // Nobody calls here in somebody else's name; S3's own calls to KMS are made with their context.
  [/^aws:calledvia/, never],
  [/^aws:(?:referer|requesttag\/|tagkeys)/, ({ isSentKnown }) => !isSentKnown],
  [/^s3:(?:requestobjecttag.*|x-amz-(?!content-sha256).*)$/, ({ isSentKnown }) => !isSentKnown],
  [/^s3:(?:prefix|delimiter|max-keys|versionid|if-.*)$/, ({ isSentKnown }) => !isSentKnown],
  [/^s3:(?:object-lock-.*|locationconstraint)$/, ({ isSentKnown }) => !isSentKnown],
  [/^s3:(?:dataaccesspoint.*|accesspoint.*)$/, ({ isSentKnown }) => !isSentKnown],
];

function mayBe(membership: Membership): boolean {
  return membership !== "none";
}

function isTemporary({ caller, credentials }: Circumstances): boolean {
  switch (caller.kind) {
    case "roleSession":
    case "federatedUser":
      return true;
    case "user":
    case "root":
      return credentials !== "longTerm";
    case "anonymous":
    case "service":
    case "webIdentity":
    case "saml":
    case "originAccessIdentity":
      return false;
  }
}

/** `token.actions.githubusercontent.com:sub`, `saml:aud`: what an identity provider says of somebody. */
function isProvidersClaim(stem: string): boolean {
  const [prefix = ""] = stem.split(":");
  return prefix === "saml" || (prefix.includes(".") && !isKeyOfKnownService(stem));
}

/** Some claims stay with the session that a token opened. */
function mayHaveClaims({ kind }: Caller): boolean {
  return kind === "webIdentity" || kind === "saml" || kind === "roleSession";
}
