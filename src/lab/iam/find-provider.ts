import { accountOf, type QueryCall, requireParameter } from "../query/query-call.ts";
import type { OidcProviderRow } from "../state/iam-tables.ts";
import { notFound } from "./iam-refusals.ts";

/** The identity provider that a call names by its ARN. */
export function findProvider(call: QueryCall): OidcProviderRow {
  const arn = requireParameter(call, "OpenIDConnectProviderArn");
  const account = accountOf(call);
  const start = providerArn(account, "");
  const row = arn.startsWith(start)
    ? call.lab.iam.providers.get([account, arn.slice(start.length)])
    : undefined;
  if (row === undefined) throw notFound(`OpenIDConnect Provider not found for arn ${arn}`);
  return row;
}

/** The ARN of a provider with that URL, which is without its scheme. */
export function providerArn(account: string, url: string): string {
  return `arn:aws:iam::${account}:oidc-provider/${url}`;
}

/** Writes a provider back; only in a transaction. */
export function putProvider(call: QueryCall, row: OidcProviderRow): void {
  call.lab.iam.providers.put([accountOf(call), row.url], row);
}
