import { ToldError } from "../../aws/index.ts";
import { type Sum, sumOf } from "./checksum.ts";
import { combineSums, isCombinable, type PieceSum } from "./combine-sums.ts";
import type { CopyJob } from "../transfer/copy-job.ts";
import type { WriteOptions } from "../ports.ts";

/** Sums an object that is read in pieces, in any order, to compare it with what S3 has summed. */
export class SumOfPieces {
  readonly #expected: Sum | undefined;
  readonly #pieces: Map<number, PieceSum> = new Map();

  /** Takes the first sum that the pieces' sums make up; there may be none. */
  constructor(sums: readonly Sum[]) {
    this.#expected = sums.find(({ algorithm }) => isCombinable(algorithm));
  }

  /** What to have S3 sum the pieces with, so that it can be compared there, too. */
  get algorithm(): Pick<WriteOptions, "checksumAlgorithm"> {
    const { algorithm } = this.#expected ?? {};
    return algorithm === undefined || algorithm === "MD5" ? {} : { checksumAlgorithm: algorithm };
  }

  /** The piece of that number. */
  add(number: number, bytes: Uint8Array): void {
    if (this.#expected === undefined) return;
    const { value } = sumOf(this.#expected.algorithm, bytes);
    this.#pieces.set(number, { value, length: bytes.length });
  }

  /** Throws when so many pieces are there and are not what S3 has. */
  require(count: number, { store, key }: CopyJob["from"]): void {
    const expected = this.#expected;
    if (expected === undefined || this.#pieces.size < count) return;
    const inOrder = [...this.#pieces].sort(([a], [b]) => a - b).map(([, piece]) => piece);
    const actual = combineSums(expected.algorithm, inOrder)?.value;
    if (actual === expected.value) return;
    throw new ToldError({
      en: `cannot copy \`s3://${store.bucket}/${key}\`: the ${expected.algorithm} of what arrived is ${actual}, and S3 has ${expected.value}`,
      ja: `\`s3://${store.bucket}/${key}\` をコピーできません。届いたデータの ${expected.algorithm} は ${actual} ですが、S3 では ${expected.value} です`,
    });
  }
}
