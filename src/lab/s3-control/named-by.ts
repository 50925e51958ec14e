/**
 * What a path has in place of a pattern's `{name}`, which is one word, or `{name+}`, which is all to the end; empty
 * where the pattern has neither, undefined where the path is another.
 */
export function namedBy(pattern: string, path: string): string | undefined {
  const [before = "", place, after = ""] = pattern.split(/\{name(\+?)\}/);
  if (place === undefined) return path === pattern ? "" : undefined;
  if (!path.startsWith(before) || !path.endsWith(after)) return undefined;
  const name = path.slice(before.length, path.length - after.length);
  return name !== "" && (place === "+" || !name.includes("/")) ? name : undefined;
}
