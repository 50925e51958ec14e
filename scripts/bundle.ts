import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build, type BuildOptions } from "esbuild";
import { bundlePage } from "./bundle-page.ts";
import { pastIndexes } from "./past-indexes.ts";

/**
 * Bundles the built package. Libraries go in: to find and read their hundreds of files takes a third of
 * the start of a command, and the SDK's clients load in a third of the time without the operations that
 * nobody calls. What is native or large, and not always needed, stays outside.
 */
const OUTSIDE = ["lmdb", "@peculiar/x509", "bullmq", "ioredis"];
// What CommonJS modules inside the bundle call for Node's own modules.
const REQUIRE =
  'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);';

const options = {
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  external: OUTSIDE,
  // Some libraries have ES modules too, but tell them to bundlers for browsers only.
  mainFields: ["module", "main"],
  alias: {
    yaml: join(dirname(createRequire(import.meta.url).resolve("yaml")), "../browser/dist/index.js"),
  },
  plugins: [pastIndexes(join(import.meta.dirname, "..", "src"))],
  outbase: "src",
  outdir: "dist",
  chunkNames: "cli/[name]-[hash]",
  banner: { js: REQUIRE },
  // Read in a tenth less of the start of a command; names stay, for whoever reads a stack.
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: true,
  metafile: true,
  logLevel: "warning",
} as const satisfies BuildOptions;

/**
 * What is loaded together. Every entry divides what it shares with others into more files, and to open one
 * takes as long as to read 20 KB: so those that nothing of a command is in are built by themselves.
 */
const BUILDS = [
  // The lab throws the errors that the library exports.
  ["src/cli/main.ts", "src/index.ts", "src/lab/index.ts"],
  ["src/policy/index.ts"],
  // Beside the chunk that starts it as a thread.
  [{ in: "src/sync/file-thread/file-worker.ts", out: "cli/file-worker" }],
];

const inputs = await Promise.all(
  BUILDS.map(async (entryPoints) => {
    const named = entryPoints.map((entry) =>
      typeof entry === "string" ? { in: entry, out: entry.replace(/^src[/]|[.]ts$/g, "") } : entry,
    );
    const { metafile } = await build({ ...options, entryPoints: named });
    return Object.keys(metafile.inputs);
  }),
);
const inPage = await bundlePage("dist/web");
const bundled = new Set(
  [...inputs.flat(), ...inPage].flatMap((path) => {
    const name = /.*\/?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
    return name === undefined ? [] : [name];
  }),
);
writeFileSync("dist/THIRD-PARTY-LICENSES.txt", [...bundled].sort().map(noticeOf).join("\n\n"));

/** Their licences ask to be passed on with every copy. */
function noticeOf(name: string): string {
  const directory = join("node_modules", name);
  const { version, license } = JSON.parse(
    readFileSync(join(directory, "package.json"), "utf8"),
  ) as { readonly version: string; readonly license: string };
  const file = readdirSync(directory).find((each) => /^licen[cs]e/i.test(each));
  const text =
    file === undefined ? "" : `\n\n${readFileSync(join(directory, file), "utf8").trim()}`;
  return `${name} ${version} (${license})${text}\n`;
}
