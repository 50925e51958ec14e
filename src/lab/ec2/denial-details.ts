import { accountCaller, type Decision, type Statement } from "../../policy/index.ts";

/**
 * What `sts:DecodeAuthorizationMessage` says of a denial, as JSON. IAM User Guide, Use DecodeAuthorizationMessage
 * with a CLI shows the form; keys are in lower case here, as policies are held against them.
 */
export function denialDetails(decision: Decision): string {
  const { request, outcome } = decision;
  const caller = accountCaller(request.caller);
  const { arn = "" } = caller ?? {};
  const id = caller === undefined || caller.kind === "root" ? caller?.account : caller.userId;
  const name = caller?.kind === "user" ? arn.slice(arn.lastIndexOf("/") + 1) : undefined;
  return JSON.stringify({
    allowed: false,
    explicitDeny: outcome === "explicitDeny",
    matchedStatements: items(denyingStatements(decision).map(statementOf)),
    failures: items([]),
    context: {
      principal: { id, ...(name !== undefined && { name }), arn },
      action: request.action,
      resource: request.resource,
      conditions: items(
        [...request.context].flatMap(([key, found]) =>
          found === "unknown" ? [] : [{ key, values: values(found) }],
        ),
      ),
    },
  });
}

function denyingStatements({ gates }: Decision): readonly Statement[] {
  return gates
    .flatMap(({ statements }) => statements)
    .filter(({ effect, matches }) => effect === "Deny" && matches === "yes")
    .flatMap(({ document, ref }) => document?.statements[ref.index] ?? []);
}

function statementOf({ sid = "", effect, principal, action, resource, conditions }: Statement) {
  return {
    statementId: sid,
    effect: effect.toUpperCase(),
    principals: values(principal?.entries.map(({ value }) => value.value) ?? []),
    principalGroups: items([]),
    actions: values(action.entries.map(({ value }) => value)),
    resources: values(resource?.entries.map(({ value }) => value) ?? []),
    conditions: items(
      conditions.map(({ key, values: wanted }) => ({
        key,
        values: values(wanted.map(({ value }) => value)),
      })),
    ),
  };
}

function items<T>(all: readonly T[]): { readonly items: readonly T[] } {
  return { items: all };
}

function values(all: readonly string[]): { readonly items: readonly { readonly value: string }[] } {
  return items(all.map((value) => ({ value })));
}
