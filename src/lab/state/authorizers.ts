import { type Authorizer, compileAuthorizer, type PolicyLayers } from "../../policy/index.ts";

/** Compiled policies, for as long as they are the same. */
export interface Authorizers {
  /** What decides requests under these layers; `name` says for whom and what they are. */
  of(name: string, layers: PolicyLayers): Authorizer;
}

interface Compiled {
  readonly layers: PolicyLayers;
  readonly authorizer: Authorizer;
}

const MAX_COMPILED = 1000;

/** Compiles layers when they come for the first time under a name, and again when one has changed. */
export function createAuthorizers(): Authorizers {
  const known = new Map<string, Compiled>();
  return {
    of(name, layers) {
      const found = known.get(name);
      if (found !== undefined && areSame(found.layers, layers)) return found.authorizer;
      const authorizer = compileAuthorizer(layers);
      if (known.size >= MAX_COMPILED) known.clear();
      known.set(name, { layers, authorizer });
      return authorizer;
    },
  };
}

/**
 * Policies are never changed, only replaced, so most of what is compared is the same object; settings
 * are made anew for each request, and are small.
 */
function areSame(known: unknown, other: unknown): boolean {
  if (known === other) return true;
  if (Array.isArray(known) && Array.isArray(other)) {
    return known.length === other.length && known.every((item, i) => areSame(item, other[i]));
  }
  if (!isRecord(known) || !isRecord(other)) return false;
  const names = Object.keys(other);
  return (
    names.length === Object.keys(known).length &&
    names.every((name) => areSame(known[name], other[name]))
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}
