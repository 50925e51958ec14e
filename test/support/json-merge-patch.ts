type Tree = Record<string, unknown>;

/** JSON Merge Patch, RFC 7396. */
export function mergePatch(value: unknown, patch: unknown): unknown {
  if (!isTree(patch)) return patch;
  const result: Tree = isTree(value) ? { ...value } : {};
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) Reflect.deleteProperty(result, key);
    else result[key] = mergePatch(result[key], change);
  }
  return result;
}

/** Whether a value is a map, and not a list or a bare value. */
export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
