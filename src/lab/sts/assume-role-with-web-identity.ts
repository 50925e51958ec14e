import { findAction } from "../../aws/index.ts";
import type { Identity } from "../authenticate.ts";
import { accessDenied, decidePermission, type Permission } from "../authorize.ts";
import { providerArn } from "../iam/find-provider.ts";
import { providerUrl } from "../iam/tagging-access.ts";
import { type QueryCall, type QueryOperation, requireParameter } from "../query/query-call.ts";
import { requireLength } from "../query/validate.ts";
import { Refusal } from "../refusal.ts";
import { requestContext } from "../request-context.ts";
import type { OidcProviderRow } from "../state/iam-tables.ts";
import { element } from "../xml/write-xml.ts";
import { readProviderKeys } from "./provider-keys.ts";
import {
  openRoleSession,
  readRoleArn,
  readRoleSeconds,
  readSessionName,
  roleCaller,
} from "./role-session.ts";
import { POLICY_PARAMETERS, readSessionPolicies } from "./session-policies.ts";
import { joinTags, type SessionTags, tagContext } from "./session-tags.ts";
import { trustPermissions, TRUST_ACCESS } from "./trust-permissions.ts";
import {
  invalidToken,
  isSignedBy,
  readWebToken,
  textIn,
  textsIn,
  timeIn,
  type WebToken,
} from "./web-token.ts";

const ACTION = "sts:AssumeRoleWithWebIdentity";

/** The token speaks for its bearer, so the request need not be signed. */
export const assumeRoleWithWebIdentity: QueryOperation = {
  name: "AssumeRoleWithWebIdentity",
  parameters: [
    "RoleArn",
    "RoleSessionName",
    "WebIdentityToken",
    "DurationSeconds",
    ...POLICY_PARAMETERS,
  ],
  access: [
    {
      action: ACTION,
      resourceTypes: ["role"],
      conditionKeys: [
        "sts:RoleSessionName",
        "sts:SourceIdentity",
        "sts:TransitiveTagKeys",
        "aws:RequestTag/${TagKey}",
        "aws:TagKeys",
      ],
    },
    ...TRUST_ACCESS,
  ],
  isPublic: true,
  permissions: () => [],
  async run(call) {
    const roleArn = readRoleArn(call);
    const session = readSessionName(call, "RoleSessionName");
    const text = requireParameter(call, "WebIdentityToken");
    requireLength(text, "webIdentityToken", { min: 4, max: 20_000 });
    const token = readWebToken(text);
    const proof = await checkToken(call, token, roleArn.split(":")[4] ?? "");
    return call.lab.store.transaction(() => admit(call, { roleArn, session, token, proof }));
  },
};

/** What a token proves, once it is checked. */
interface Proof {
  readonly provider: string;
  readonly url: string;
  readonly audience: string;
}

async function checkToken(
  call: QueryCall,
  { claims, ...token }: WebToken,
  account: string,
): Promise<Proof> {
  const issuer = textIn(claims, "iss") ?? "";
  const url = providerUrl(issuer);
  const provider = call.lab.iam.providers.get([account, url]);
  if (provider === undefined) {
    throw invalidToken(`No OpenIDConnect provider found in your account for ${issuer}`);
  }
  const expiresMs = timeIn(claims, "exp");
  if (expiresMs === undefined) throw invalidToken("Missing a required claim: exp");
  requireUnexpired(call.lab.now(), expiresMs);
  requireBegun(call.lab.now(), claims);
  const audience = audienceOf(claims, provider);
  const keys = await readProviderKeys(provider);
  if (!isSignedBy({ claims, ...token }, keys)) {
    throw invalidToken(
      "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
    );
  }
  return { provider: providerArn(account, url), url, audience };
}

function requireUnexpired(nowMs: number, expiresMs: number): void {
  if (nowMs < expiresMs) return;
  const seconds = [nowMs, expiresMs].map((ms) => Math.floor(ms / 1000));
  throw new Refusal({
    code: "ExpiredTokenException",
    status: 400,
    message: `Token expired: current date/time ${String(seconds[0])} must be before the expiration date/time ${String(seconds[1])}`,
  });
}

// RFC 7519, 4.1.5: a leeway for clocks that differ. AWS does not tell its own.
const LEEWAY_MS = 60_000;

/** RFC 7519, 4.1.5 and 4.1.6; AWS's texts are not documented. */
function requireBegun(nowMs: number, claims: WebToken["claims"]): void {
  for (const name of ["nbf", "iat"]) {
    const fromMs = timeIn(claims, name);
    if (fromMs !== undefined && fromMs > nowMs + LEEWAY_MS) {
      throw invalidToken(`Token is not valid yet: ${name} is in the future`);
    }
  }
}

/** Whoever the token was made for; `azp` tells it where there are several (IAM User Guide, available keys). */
function audienceOf(claims: WebToken["claims"], { clientIds }: OidcProviderRow): string {
  const audiences = textsIn(claims, "aud");
  const known = audiences.find((each) => clientIds.includes(each));
  const audience = known === undefined ? undefined : (textIn(claims, "azp") ?? known);
  if (audience !== undefined && clientIds.includes(audience)) return audience;
  throw invalidToken("Incorrect token audience");
}

interface Wish {
  readonly roleArn: string;
  readonly session: string;
  readonly token: WebToken;
  readonly proof: Proof;
}

function admit(call: QueryCall, { roleArn, session, token, proof }: Wish): string {
  const role = call.lab.principals.findByArn(roleArn);
  const tags = tagsIn(token);
  const sourceIdentity = textIn(token.claims, "https://aws.amazon.com/source_identity");
  if (role === undefined) throw notAuthorized();
  const asked = {
    action: ACTION,
    session,
    tags,
    sourceIdentity,
    context: { ...tagContext(tags), ...claimContext(token, proof) },
  };
  const bearer = speakingFor(call, proof);
  for (const permission of trustPermissions(role, asked)) {
    requireTrusted(bearer, permission);
  }
  const caller = roleCaller(role, session);
  return (
    openRoleSession(call, {
      caller,
      seconds: readRoleSeconds(call, role),
      policies: readSessionPolicies(call, caller),
      tags,
      sourceIdentity,
      provider: proof.provider,
    }) +
    element("SubjectFromWebIdentityToken", textIn(token.claims, "sub")) +
    element("Audience", proof.audience) +
    element("Provider", proof.provider)
  );
}

/** The same call, made by the bearer of the token. */
function speakingFor(call: QueryCall, { provider }: Proof): QueryCall {
  const identity: Identity = { caller: { kind: "webIdentity", provider } };
  const context = requestContext(call.lab, call.request, { identity, endpoint: call.endpoint });
  return { ...call, identity, context };
}

function requireTrusted(call: QueryCall, permission: Permission): void {
  if (decidePermission(call, permission).outcome !== "allowed") throw notAuthorized();
}

function notAuthorized(): Refusal {
  return accessDenied(`Not authorized to perform ${ACTION}`);
}

/** `…:aud`, `…:sub` and `…:amr`, and further claims of providers whose keys AWS lists. */
function claimContext({ claims }: WebToken, { url, audience }: Proof): Permission["context"] {
  const listed = findAction(ACTION)?.conditionKeys ?? [];
  const others = [...claims.keys()]
    .filter((name) => listed.includes(`${url}:${name}`))
    .flatMap((name): readonly (readonly [string, string | readonly string[]])[] => {
      const [value] = textsIn(claims, name);
      return value === undefined ? [] : [[`${url}:${name}`.toLowerCase(), value]];
    });
  const subject = textIn(claims, "sub");
  const methods = textsIn(claims, "amr");
  const key = url.toLowerCase();
  return {
    ...Object.fromEntries(others),
    [`${key}:aud`]: audience,
    ...(subject !== undefined && { [`${key}:sub`]: subject }),
    ...(methods.length > 0 && { [`${key}:amr`]: methods }),
  };
}

/** IAM User Guide, Passing session tags using AssumeRoleWithWebIdentity. */
function tagsIn({ claims }: WebToken): SessionTags {
  const written = claims.get("https://aws.amazon.com/tags");
  const parts = mapOf(written);
  const requested = [...mapOf(parts.get("principal_tags"))].flatMap(
    ([key, values]): readonly (readonly [string, string])[] => {
      const [value] = textsIn(new Map([[key, values]]), key);
      return value === undefined ? [] : [[key, value]];
    },
  );
  const transitive = textsIn(parts, "transitive_tag_keys");
  return joinTags({ requested, transitive }, {});
}

function mapOf(value: unknown): ReadonlyMap<string, unknown> {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return new Map<string, unknown>(isObject ? Object.entries(value) : []);
}
