/** The name and the path in a role's ARN. */
export function roleOf(arn: string): { readonly name: string; readonly path: string } {
  const [, path = "/", name = ""] = /:role(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
  return { name, path };
}
