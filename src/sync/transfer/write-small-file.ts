import { closeSync, futimesSync, linkSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { errnoOf } from "../errno.ts";
import { requireInside } from "../sides/require-inside.ts";
import { SkippedFile } from "../report/warning.ts";

/** A small file to write, and how it takes its place. */
export interface SmallFile {
  readonly body: Uint8Array;
  /** Beside the target, for what is not yet whole. */
  readonly temporaryPath: string;
  readonly target: string;
  readonly modifiedMs: number;
  /** Leaves alone what has taken the name meanwhile. */
  readonly noOverwrite: boolean;
  /** The directory, without links on its way, that it must be in. */
  readonly insideOf: string;
}

/** Writes a file beside its target and renames it there; false when its time could not be set. */
export function writeSmallFile(small: SmallFile): boolean {
  const { temporaryPath, target, noOverwrite, insideOf } = small;
  const file = openSync(temporaryPath, "wx");
  try {
    const timeIsSet = fill(file, small);
    requireInside(insideOf, temporaryPath);
    if (noOverwrite) takeFreeName(temporaryPath, target);
    else renameSync(temporaryPath, target);
    return timeIsSet;
  } catch (error) {
    rmSync(temporaryPath, { force: true });
    throw error;
  }
}

function fill(file: number, { body, modifiedMs }: SmallFile): boolean {
  try {
    for (let written = 0; written < body.length;) written += writeSync(file, body, written);
    return setTime(file, modifiedMs);
  } finally {
    closeSync(file);
  }
}

/** S3 times are whole seconds; the AWS CLI sets both times to `LastModified`. */
function setTime(file: number, modifiedMs: number): boolean {
  const seconds = Math.floor(modifiedMs / 1000);
  try {
    futimesSync(file, seconds, seconds);
    return true;
  } catch {
    return false;
  }
}

/** A link, unlike a rename, fails where the name is taken. */
function takeFreeName(path: string, target: string): void {
  try {
    linkSync(path, target);
  } catch (error) {
    throw errnoOf(error) === "EEXIST" ? new SkippedFile("written-meanwhile") : error;
  }
  rmSync(path);
}
