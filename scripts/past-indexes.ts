import { readFileSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import type { Plugin } from "esbuild";

/** `import { a, type B as C } from "../app/index.ts";`, or the same with `export`. */
const FROM_INDEX = /^(import|export) [{]([^}]*)[}] from "([^"]*[/]index[.]ts)";$/gm;

/**
 * Has every module import from the file that says a name, past the `index.ts` that passes it on.
 *
 * esbuild divides by files: whoever imports one name from an index would load all that the index
 * names, e.g. the rules of `lint` to list a bucket.
 */
export function pastIndexes(source: string): Plugin {
  const indexes = new Map<string, ReadonlyMap<string, Origin>>();
  return {
    name: "past-indexes",
    setup: (build) => {
      build.onLoad({ filter: /[.]ts$/ }, ({ path }) => {
        if (!path.startsWith(source + sep)) return undefined;
        return { contents: straightened(path, indexes), loader: "ts" };
      });
    },
  };
}

interface Origin {
  readonly path: string;
  readonly name: string;
}

type Indexes = Map<string, ReadonlyMap<string, Origin>>;

function straightened(path: string, indexes: Indexes): string {
  const straight = (...found: readonly string[]): string => {
    const [whole = "", verb = "", names = "", from = ""] = found;
    const index = originsIn(resolve(dirname(path), from), indexes);
    const each = valuesOf(names).map(({ name, as }) => {
      const origin = index.get(name);
      if (origin === undefined) throw new Error(`no \`${name}\` in \`${from}\`, for \`${path}\``);
      return `${verb} { ${origin.name} as ${as} } from ${JSON.stringify(origin.path)};`;
    });
    // On as many lines, so that a stack tells the right one.
    return each.join(" ") + "\n".repeat(whole.split("\n").length - 1);
  };
  return readFileSync(path, "utf8").replaceAll(FROM_INDEX, straight);
}

/** Where an index has each of its names from, through other indexes too. */
function originsIn(path: string, indexes: Indexes): ReadonlyMap<string, Origin> {
  const known = indexes.get(path);
  if (known !== undefined) return known;
  const origins = new Map<string, Origin>();
  const exported = /^export [{]([^}]*)[}] from "([^"]*)";$/gm;
  for (const [, names = "", from = ""] of readFileSync(path, "utf8").matchAll(exported)) {
    const file = resolve(dirname(path), from);
    const further = from.endsWith("/index.ts") ? originsIn(file, indexes) : undefined;
    for (const { name, as } of valuesOf(names)) {
      origins.set(as, further?.get(name) ?? { path: file, name });
    }
  }
  indexes.set(path, origins);
  return origins;
}

/** Types leave nothing behind. */
function valuesOf(names: string): readonly { readonly name: string; readonly as: string }[] {
  return names
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "" && !each.startsWith("type "))
    .map((each) => {
      const [name = "", as = name] = each.split(" as ");
      return { name, as };
    });
}
