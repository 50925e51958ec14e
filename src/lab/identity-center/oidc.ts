import { findRow } from "../json/find-row.ts";
import { createHash } from "node:crypto";
import { type JsonObject, requireText, textOf, textsOf } from "../json/json-input.ts";
import { makeToken } from "./make-token.ts";
import type { LabState } from "../state/lab-state.ts";
import type {
  ClientRow,
  GrantRow,
  IdentityCenterTables,
  TokenRow,
} from "./identity-center-tables.ts";
import { oauthRefusal } from "./portal-refusals.ts";

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
// As AWS's answers have them.
const CLIENT_MS = 90 * DAY_MS;
const DEVICE_MS = 10 * MINUTE_MS;
const ACCESS_MS = 8 * HOUR_MS;
const REFRESH_MS = 90 * DAY_MS;
/** Seconds between two questions of a program that waits; AWS says 1 too. */
const INTERVAL = 1;

/** What a sign-in request is answered with. */
interface Asked {
  readonly lab: LabState;
  readonly input: JsonObject;
  /** Where the lab is, as its client says. */
  readonly url: string;
}

/** Registers a program that signs people in. */
export function registerClient({ lab, input, url }: Asked): JsonObject {
  const name = requireText(input, "clientName");
  if (requireText(input, "clientType") !== "public") {
    throw oauthRefusal(
      "InvalidRequestException",
      `the client type of \`${name}\` is not \`public\``,
    );
  }
  const issuer = textOf(input, "issuerUrl");
  const now = lab.now();
  const client: ClientRow = {
    id: makeToken(lab.random),
    secret: makeToken(lab.random),
    expiresMs: now + CLIENT_MS,
    scopes: textsOf(input, "scopes") ?? [],
    redirectUris: textsOf(input, "redirectUris") ?? [],
    ...(issuer !== undefined && { issuer }),
  };
  lab.identityCenter.clients.put([client.id], client);
  return {
    clientId: client.id,
    clientSecret: client.secret,
    clientIdIssuedAt: Math.floor(now / 1000),
    clientSecretExpiresAt: Math.floor(client.expiresMs / 1000),
    authorizationEndpoint: `${url}/authorize`,
    tokenEndpoint: `${url}/token`,
  };
}

/** Begins the device flow (RFC 8628). */
export function startDeviceAuthorization({ lab, input, url }: Asked): JsonObject {
  const client = requireClient(lab, input);
  const startUrl = requireText(input, "startUrl");
  const userCode = makeUserCode(lab);
  const grant: GrantRow = {
    code: makeToken(lab.random),
    client: client.id,
    expiresMs: lab.now() + DEVICE_MS,
    userCode,
    startUrl,
  };
  lab.identityCenter.grants.put([grant.code], grant);
  const page = `${url}/_lab/sso/device`;
  return {
    deviceCode: grant.code,
    userCode,
    verificationUri: page,
    verificationUriComplete: `${page}?user_code=${userCode}`,
    expiresIn: DEVICE_MS / 1000,
    interval: INTERVAL,
  };
}

/** Gives tokens for a device code, an authorization code or a refresh token. */
export function createToken({ lab, input }: Asked): JsonObject {
  const client = requireClient(lab, input);
  const tables = lab.identityCenter;
  const grantType = requireText(input, "grantType");
  switch (grantType) {
    case "urn:ietf:params:oauth:grant-type:device_code":
      return tokensFor(lab, client, approvedUser(takeGrant(lab, client, "deviceCode", input)));
    case "authorization_code": {
      const grant = takeGrant(lab, client, "code", input);
      requireVerifier(grant, input);
      return tokensFor(lab, client, approvedUser(grant));
    }
    case "refresh_token": {
      const token = findRow(tables.tokens, requireText(input, "refreshToken"));
      if (token?.kind !== "refresh" || token.client !== client.id || token.expiresMs <= lab.now()) {
        throw oauthRefusal("InvalidGrantException", "Invalid refresh token provided");
      }
      tables.tokens.delete([token.token]);
      return tokensFor(lab, client, token.user);
    }
    default:
      throw oauthRefusal(
        "UnsupportedGrantTypeException",
        `unsupported grant type \`${grantType}\``,
      );
  }
}

/** The user whose access token this is. */
export function userOfToken(lab: LabState, token: string | undefined): string | undefined {
  const found = token === undefined ? undefined : findRow(lab.identityCenter.tokens, token);
  return found?.kind === "access" && found.expiresMs > lab.now() ? found.user : undefined;
}

function requireClient({ identityCenter, now }: LabState, input: JsonObject): ClientRow {
  const client = findRow(identityCenter.clients, requireText(input, "clientId"));
  if (client?.secret === requireText(input, "clientSecret") && client.expiresMs > now()) {
    return client;
  }
  throw oauthRefusal("InvalidClientException", "Invalid client provided");
}

/** A grant that is still good; it is spent once somebody has approved it. */
function takeGrant(
  lab: LabState,
  client: ClientRow,
  ...[member, input]: readonly [string, JsonObject]
): GrantRow {
  const { grants }: IdentityCenterTables = lab.identityCenter;
  const grant = findRow(grants, requireText(input, member));
  const isDevice = member === "deviceCode";
  if (grant?.client !== client.id || (grant.userCode !== undefined) !== isDevice) {
    throw oauthRefusal("InvalidGrantException", `Invalid ${member} provided`);
  }
  if (grant.expiresMs <= lab.now()) {
    throw oauthRefusal("ExpiredTokenException", `The ${member} has expired`);
  }
  if (grant.user !== undefined) grants.delete([grant.code]);
  return grant;
}

function approvedUser({ user }: GrantRow): string {
  if (user !== undefined) return user;
  throw oauthRefusal("AuthorizationPendingException", "The authorization is pending");
}

/** RFC 7636: who asks for the token is who asked for the code. */
function requireVerifier({ challenge, redirectUri }: GrantRow, input: JsonObject): void {
  const verifier = requireText(input, "codeVerifier");
  const answer = createHash("sha256").update(verifier).digest("base64url");
  if (answer !== challenge) {
    throw oauthRefusal("InvalidGrantException", "the code verifier is not that of the challenge");
  }
  if (textOf(input, "redirectUri") !== redirectUri) {
    throw oauthRefusal("InvalidGrantException", "the redirect URI is not that of the code");
  }
}

function tokensFor(lab: LabState, client: ClientRow, user: string): JsonObject {
  const access = issueToken(lab, client, { kind: "access", user });
  const refreshes = client.scopes.includes("sso:account:access");
  return {
    accessToken: access.token,
    tokenType: "Bearer",
    expiresIn: ACCESS_MS / 1000,
    ...(refreshes && { refreshToken: issueToken(lab, client, { kind: "refresh", user }).token }),
  };
}

function issueToken(
  lab: LabState,
  client: ClientRow,
  { kind, user }: Pick<TokenRow, "kind" | "user">,
): TokenRow {
  const lifeMs = kind === "access" ? ACCESS_MS : REFRESH_MS;
  const token: TokenRow = {
    token: `${makeToken(lab.random)}${makeToken(lab.random)}`,
    kind,
    client: client.id,
    user,
    expiresMs: lab.now() + lifeMs,
  };
  lab.identityCenter.tokens.put([token.token], token);
  return token;
}

const CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

/** `BCDF-GHJK`: without vowels, so that it spells nothing (RFC 8628, 6.1). */
function makeUserCode({ random }: LabState): string {
  const letters = Array.from(random(8), (byte) => CODE_LETTERS.charAt(byte % CODE_LETTERS.length));
  return `${letters.slice(0, 4).join("")}-${letters.slice(4).join("")}`;
}
