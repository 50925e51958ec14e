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

/** Policies are never changed, only replaced: the same object, or a list of the same ones, is the same. */
function areSame(known: PolicyLayers, layers: PolicyLayers): boolean {
  const names = Object.keys(layers) as (keyof PolicyLayers)[];
  return (
    names.length === Object.keys(known).length &&
    names.every((name) => isSameLayer(known[name], layers[name]))
  );
}

function isSameLayer(known: unknown, layer: unknown): boolean {
  if (known === layer) return true;
  if (!Array.isArray(known) || !Array.isArray(layer) || known.length !== layer.length) return false;
  return known.every((policy, i) => policy === layer[i]);
}
