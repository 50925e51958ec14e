import { stat, unlink } from "node:fs/promises";
import { ToldError } from "../../aws/index.ts";
import type { Transfer } from "../compare/change.ts";
import { headOf } from "../transfer/examine.ts";
import type { Ends } from "./open-sides.ts";
import { formatSpot, type Spot, spotAt } from "./place.ts";
import type { BucketStore, Entry } from "../ports.ts";
import type { Sides } from "./sides.ts";
import { request, type Workbench } from "../run/workbench.ts";

/** Two opened ends, and where they are. */
interface Opened {
  readonly ends: Ends;
  readonly sides: Sides;
}

/**
 * Has the source of every transfer deleted once its copy is whole, and only if the source is still
 * what was copied.
 */
export function moveSides({ ends, sides }: Opened, bench: Workbench): Sides {
  return {
    ...sides,
    transfer: async (change, reporter) => {
      await sides.transfer(change, reporter);
      // The AWS CLI asks nothing more.
      if (!bench.options.awsCompat) await requireWhole(ends, change, bench);
      await deleteSource(ends, change, bench);
    },
  };
}

/** A download is verified before it takes its name; what is in S3 is asked for once more. */
async function requireWhole(
  { destination, stores }: Ends,
  { key, source }: Transfer,
  bench: Workbench,
): Promise<void> {
  const to = spotAt(destination, key);
  if (to.kind === "local" || stores.destination === undefined) return;
  const { sseCustomer } = bench.options.write;
  const object = { store: stores.destination, key: to.key, entry: source, sseCustomer };
  const head = await headOf(object, bench);
  if (head?.size === source.size) return;
  const found =
    head === undefined
      ? { en: "is not there", ja: "ありません" }
      : { en: `has ${head.size}`, ja: `${head.size} バイトです` };
  throw new ToldError({
    en: `cannot move on: \`${formatSpot(to)}\` must have ${source.size} bytes and ${found.en}; the source is kept`,
    ja: `移動を完了できません。\`${formatSpot(to)}\` は ${source.size} バイトのはずですが、${found.ja}。移動元は残しています`,
  });
}

async function deleteSource(
  { source: place, stores }: Ends,
  { key, source: entry }: Transfer,
  bench: Workbench,
): Promise<void> {
  const from = spotAt(place, key);
  switch (from.kind) {
    case "local":
      return deleteFile(from, entry);
    case "s3":
      if (stores.source !== undefined)
        await deleteObject(stores.source, from.key, { entry, bench });
  }
}

async function deleteFile(
  from: Extract<Spot, { readonly kind: "local" }>,
  { size, modifiedMs }: Entry,
): Promise<void> {
  const found = await stat(from.path);
  if (found.size !== size || found.mtimeMs !== modifiedMs) {
    throw new ToldError({
      en: `cannot delete \`${from.path}\`: it changed while it was moved, so it is kept`,
      ja: `\`${from.path}\` を削除できません。移動中に変更されたため残しています`,
    });
  }
  await unlink(from.path);
}

/** S3 refuses where another has replaced the object since; the AWS CLI deletes that one too. */
async function deleteObject(
  store: BucketStore,
  key: string,
  { entry: { etag }, bench }: { readonly entry: Entry; readonly bench: Workbench },
): Promise<void> {
  const { signal, options } = bench;
  const isSafe = etag !== undefined && !options.awsCompat;
  await request(bench, () => store.deleteObject(key, { signal, ...(isSafe && { ifMatch: etag }) }));
}
