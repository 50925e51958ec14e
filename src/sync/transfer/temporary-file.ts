import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, link, open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createRunningSum, type Sum } from "../checksum/checksum.ts";
import { sumOfFile } from "../compare/content-sums.ts";
import { errnoOf } from "../errno.ts";
import type { ByteRange } from "../ports.ts";
import { SkippedFile } from "../report/warning.ts";

const TEMPORARY_NAME = /^\.sluice-([0-9a-f]{8})[0-9a-f]{8}\.part$/;

/** The tag of the process that wrote an unfinished download. */
export function tagOfTemporary(name: string): string | undefined {
  return TEMPORARY_NAME.exec(name)?.[1];
}

/** Whether a file name is that of an unfinished download: neither side of a sync lists those. */
export function isTemporaryName(name: string): boolean {
  return TEMPORARY_NAME.test(name);
}

const PIECE_BYTES = 1024 * 1024;

/** A download that has written nothing for so long is not going on any more. */
const STALE_MS = 24 * 60 * 60 * 1000;

/** Removes the file of a download that was killed; one that another run still writes stays. */
export async function removeIfStale(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || Date.now() - found.mtimeMs < STALE_MS) return;
  await rm(path, { force: true });
}

/** How a finished download takes its place. */
export interface Finish {
  readonly target: string;
  readonly size: number;
  readonly modifiedMs: number;
  readonly fsync: boolean;
  /** Leaves alone what has taken the name meanwhile. */
  readonly noOverwrite: boolean;
}

/** A download on its way, beside its target: the target is the old file or the new one, whole. */
export class TemporaryFile {
  readonly path: string;
  readonly #handle: FileHandle;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** With the tag of this process, where it has one, so that others know whose it was. */
  static async create(directory: string, tag?: string): Promise<TemporaryFile> {
    const path = join(directory, nameWith(tag ?? randomHex(4)));
    return new TemporaryFile(path, await open(path, "wx+"));
  }

  /** Goes on with the file of a process that is dead; undefined where it is not there. */
  static async takeOver(
    left: string,
    { directory, tag }: { readonly directory: string; readonly tag: string },
  ): Promise<TemporaryFile | undefined> {
    if (dirname(left) !== directory || !isTemporaryName(basename(left))) return undefined;
    const path = join(directory, nameWith(tag));
    try {
      await rename(left, path);
      // Whatever stands there now, nothing is written through a link.
      return new TemporaryFile(path, await open(path, constants.O_RDWR | constants.O_NOFOLLOW));
    } catch (error) {
      const code = errnoOf(error);
      if (code === "ENOENT" || code === "ELOOP") return undefined;
      throw error;
    }
  }

  /** For who writes to it without this; it stays open until this ends. */
  get descriptor(): number {
    return this.#handle.fd;
  }

  async write(chunk: Uint8Array, position: number): Promise<void> {
    let written = 0;
    while (written < chunk.length) {
      const rest = chunk.length - written;
      written += (await this.#handle.write(chunk, written, rest, position + written)).bytesWritten;
    }
  }

  /** Reads what is written so far to sum it; base64. */
  sum(algorithm: Sum["algorithm"]): Promise<string> {
    return sumOfFile(this.path, algorithm);
  }

  /** Reads a range of what is written to sum it; undefined where not all of it is there. */
  async sumOfRange(
    algorithm: Sum["algorithm"],
    { start, end }: ByteRange,
  ): Promise<string | undefined> {
    const running = createRunningSum(algorithm);
    const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, end + 1 - start));
    for (let at = start; at <= end;) {
      const length = Math.min(piece.length, end + 1 - at);
      const { bytesRead } = await this.#handle.read(piece, 0, length, at);
      if (bytesRead === 0) return undefined;
      running.update(piece.subarray(0, bytesRead));
      at += bytesRead;
    }
    return running.base64();
  }

  /** Leaves the file where it is, for whoever goes on. */
  keep(): Promise<void> {
    return this.#handle.close();
  }

  /** Renames the file onto its target; false when its time could not be set. */
  async finish({ target, size, modifiedMs, fsync, noOverwrite }: Finish): Promise<boolean> {
    // An earlier attempt may have written more than the object now has.
    await this.#handle.truncate(size);
    // S3 times are whole seconds; the AWS CLI sets both times to `LastModified`.
    const seconds = Math.floor(modifiedMs / 1000);
    const timeSet = await this.#handle.utimes(seconds, seconds).then(
      () => true,
      () => false,
    );
    if (fsync) await this.#handle.sync();
    await this.#handle.close();
    if (noOverwrite) await this.#takeFreeName(target);
    else await rename(this.path, target);
    return timeSet;
  }

  /** A link, unlike a rename, fails where the name is taken. */
  async #takeFreeName(target: string): Promise<void> {
    try {
      await link(this.path, target);
    } catch (error) {
      throw errnoOf(error) === "EEXIST" ? new SkippedFile("written-meanwhile") : error;
    }
    await rm(this.path);
  }

  async discard(): Promise<void> {
    // The handle may be closed already, when the rename is what failed.
    await this.#handle.close().catch(() => undefined);
    await rm(this.path, { force: true });
  }
}

function nameWith(tag: string): string {
  return `.sluice-${tag}${randomHex(4)}.part`;
}

function randomHex(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}
