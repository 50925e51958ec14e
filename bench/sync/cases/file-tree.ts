import { randomFillSync } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readdir, rename, stat, writeFile } from "node:fs/promises";
import { join, sep } from "node:path";
import type { Listed } from "../s3-requests.ts";
import type { Sample } from "./samples.ts";

const CHUNK = 2 ** 20;

/** Makes a tree of random files once, a thousand a directory. */
export async function makeTree(
  scratch: string,
  { objects, bytesEach }: { readonly objects: number; readonly bytesEach: number },
): Promise<string> {
  const path = join(scratch, `tree-${objects}-${bytesEach}`);
  if (existsSync(path)) return path;
  const unfinished = `${path}.part`;
  for (let number = 0; number < objects; number++) {
    const folder = join(unfinished, `dir-${String(Math.floor(number / 1000)).padStart(6, "0")}`);
    if (number % 1000 === 0) await mkdir(folder, { recursive: true });
    const file = join(folder, `file-${String(number % 1000).padStart(6, "0")}.bin`);
    if (bytesEach <= CHUNK) await writeFile(file, randomFillSync(Buffer.alloc(bytesEach)));
    else await writeLarge(file, bytesEach);
  }
  await rename(unfinished, path);
  return path;
}

async function writeLarge(path: string, bytes: number): Promise<void> {
  const file = await open(path, "w");
  const chunk = Buffer.alloc(CHUNK);
  for (let written = 0; written < bytes; written += CHUNK) {
    await file.write(randomFillSync(chunk), 0, Math.min(CHUNK, bytes - written));
  }
  await file.close();
}

/** The files of a tree, as a bucket would list them. */
export async function listFiles(directory: string): Promise<readonly Listed[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.map(async (path) => ({
      key: path.slice(directory.length + 1).replaceAll(sep, "/"),
      size: (await stat(path)).size,
    })),
  );
}

/** Reads a stretch of a file. */
export async function readFileSample(directory: string, sample: Sample): Promise<Buffer> {
  const file = await open(join(directory, ...sample.key.split("/")), "r");
  try {
    const bytes = Buffer.alloc(sample.to - sample.from);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, sample.from);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
