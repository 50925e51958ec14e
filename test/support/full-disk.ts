import fs from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

/**
 * Lets every write of this process to a file fail once so many bytes are written, as on a disk that
 * is full, until the returned function is called.
 */
export async function fillDisk(bytes: number): Promise<() => void> {
  let left = bytes;
  const take = (chunk: unknown): void => {
    const length = ArrayBuffer.isView(chunk) ? chunk.byteLength : 0;
    if (length > left) throw noSpace();
    left -= length;
  };
  const handles = await prototypeOfHandles();
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with the handle that it is asked of
  const { write } = handles;
  const { writeSync } = fs;
  handles.write = function (this: FileHandle, ...given: readonly unknown[]): unknown {
    take(given[0]);
    return Reflect.apply(write, this, given);
  } as FileHandle["write"];
  fs.writeSync = ((...given: readonly unknown[]): unknown => {
    take(given[1]);
    return Reflect.apply(writeSync, fs, given);
  }) as typeof fs.writeSync;
  syncBuiltinESMExports();
  return () => {
    handles.write = write;
    fs.writeSync = writeSync;
    syncBuiltinESMExports();
  };
}

async function prototypeOfHandles(): Promise<FileHandle> {
  const handle = await open(process.execPath);
  await handle.close();
  return Object.getPrototypeOf(handle) as FileHandle;
}

function noSpace(): Error {
  const text = "ENOSPC: no space left on device, write";
  return Object.assign(new Error(text), { code: "ENOSPC", errno: -28, syscall: "write" });
}
