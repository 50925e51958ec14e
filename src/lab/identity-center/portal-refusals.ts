import { Refusal } from "../refusal.ts";

// IAM Identity Center OIDC API Reference, CreateToken, Errors: exceptions and their OAuth names.
const OAUTH = {
  AuthorizationPendingException: "authorization_pending",
  ExpiredTokenException: "expired_token",
  InvalidClientException: "invalid_client",
  InvalidGrantException: "invalid_grant",
  InvalidRequestException: "invalid_request",
  InvalidRedirectUriException: "invalid_redirect_uri",
  UnsupportedGrantTypeException: "unsupported_grant_type",
} as const;

/** An error of sso-oidc. */
export function oauthRefusal(code: keyof typeof OAUTH, description: string): Refusal {
  const error = OAUTH[code];
  return new Refusal({
    code,
    status: code === "InvalidClientException" ? 401 : 400,
    message: description,
    elements: { error, error_description: description },
  });
}

/** IAM Identity Center Portal API Reference: the answer to a token that is none, or no longer one. */
export function unauthorized(): Refusal {
  const message = "Session token not found or invalid";
  return new Refusal({ code: "UnauthorizedException", status: 401, message });
}

/** The answer to a role that is not assigned. */
export function forbidden(): Refusal {
  return new Refusal({ code: "ForbiddenException", status: 403, message: "No access" });
}
