import { findRow } from "../json/find-row.ts";
import { escapeXml } from "../../aws/index.ts";
import type { Reply } from "../http/reply.ts";
import { makeToken } from "./make-token.ts";
import type { LabState } from "../state/lab-state.ts";
import type { ClientRow, GrantRow, UserRow } from "./identity-center-tables.ts";
import { oauthRefusal } from "./portal-refusals.ts";

type Parameters = ReadonlyMap<string, string>;

const CODE_MS = 10 * 60 * 1000;

/** What a page was asked for, and where it is itself. */
interface Visit {
  readonly lab: LabState;
  readonly parameters: Parameters;
  /** The path with its query, for links to itself. */
  readonly target: string;
}

/** The page of the device flow: visiting it approves, where it is clear who visits. */
export function approveDevice({ lab, parameters, target }: Visit): Reply {
  const code = parameters.get("user_code");
  if (code === undefined) return page("Sign in", CODE_FORM);
  const rows = [...lab.identityCenter.grants.range()].map(({ value }) => value);
  const grant = rows.find(({ userCode }) => userCode === code.toUpperCase());
  if (grant === undefined || grant.expiresMs <= lab.now()) {
    return page("Unknown code", "<p>No sign-in waits for this code.</p>", 404);
  }
  const user = userOf(lab, parameters, grant.startUrl);
  if (user === undefined) return choosePage(lab, target);
  lab.identityCenter.grants.put([grant.code], { ...grant, user: user.id });
  const name = escapeXml(user.userName);
  return page("Request approved", `<p>Signed in as <b>${name}</b>. You can close this window.</p>`);
}

/** The page of the authorization code flow: it sends its visitor back with a code. */
export function authorizeClient({ lab, parameters, target }: Visit): Reply {
  const client = findRow(lab.identityCenter.clients, parameters.get("client_id") ?? "");
  if (client === undefined) throw oauthRefusal("InvalidClientException", "Invalid client provided");
  const redirectUri = parameters.get("redirect_uri") ?? "";
  requireRedirect(client, redirectUri);
  const challenge = parameters.get("code_challenge");
  if (challenge === undefined || parameters.get("code_challenge_method") !== "S256") {
    throw oauthRefusal("InvalidRequestException", "a code challenge of method `S256` is needed");
  }
  const user = userOf(lab, parameters, client.issuer);
  if (user === undefined) return choosePage(lab, target);
  const grant: GrantRow = {
    code: makeToken(lab.random),
    client: client.id,
    expiresMs: lab.now() + CODE_MS,
    user: user.id,
    challenge,
    redirectUri,
  };
  lab.identityCenter.grants.put([grant.code], grant);
  const state = parameters.get("state");
  const query = [
    `code=${encodeURIComponent(grant.code)}`,
    ...(state === undefined ? [] : [`state=${encodeURIComponent(state)}`]),
  ].join("&");
  return { status: 302, headers: { location: `${redirectUri}?${query}` } };
}

/** RFC 8252, 7.3: programs listen on any port of the loopback interface, and nowhere else. */
function requireRedirect({ redirectUris }: ClientRow, redirectUri: string): void {
  const isLocal = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?(?:\/[^?#\s]*)?$/.test(
    redirectUri,
  );
  const isKnown = redirectUris.some((uri) => withoutPort(uri) === withoutPort(redirectUri));
  if (isLocal && isKnown) return;
  throw oauthRefusal("InvalidRedirectUriException", "the redirect URI is not one of the client's");
}

function withoutPort(uri: string): string {
  return uri.replace(/^(http:\/\/[^/:]+|http:\/\/\[::1\]):\d{1,5}/, "$1");
}

/**
 * Who visits: whom the link names, else whom the start URL names (`…/start/alice`), else the only
 * one there is.
 */
function userOf(
  lab: LabState,
  parameters: Parameters,
  startUrl: string | undefined,
): UserRow | undefined {
  const users = allUsers(lab);
  const named = parameters.get("user") ?? /\/start\/([^/?#]+)/.exec(startUrl ?? "")?.[1];
  if (named !== undefined) {
    const wanted = decodeURIComponent(named);
    const found = users.find(({ userName }) => userName === wanted);
    if (found !== undefined) return found;
  }
  const [only, another] = users;
  return another === undefined ? only : undefined;
}

function allUsers({ identityCenter }: LabState): readonly UserRow[] {
  return [...identityCenter.users.range()].map(({ value }) => value);
}

function choosePage(lab: LabState, target: string): Reply {
  const links = allUsers(lab).map(({ userName }) => {
    const href = escapeXml(`${target}&user=${encodeURIComponent(userName)}`);
    return `<li><a href="${href}">${escapeXml(userName)}</a></li>`;
  });
  return page("Who signs in?", `<ul>${links.join("")}</ul>`);
}

const CODE_FORM =
  '<form><label>Code <input name="user_code" autofocus></label> <button>Continue</button></form>';

function page(title: string, body: string, status = 200): Reply {
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'",
    },
    body: `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>${body}</html>`,
  };
}
