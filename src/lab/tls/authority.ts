import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeDirectory } from "../make-directory.ts";
import { type Certificate, makeAuthority, signCertificate } from "./certificates.ts";

/** A certificate authority of this lab alone. */
export interface Authority {
  /** The file to trust, for `AWS_CA_BUNDLE`. */
  readonly path: string;
  issue(names: readonly string[]): Promise<Certificate>;
}

/** Opens the authority in a directory, which gets one the first time. */
export async function openAuthority(directory: string, nowMs: number): Promise<Authority> {
  makeDirectory(directory);
  const certPath = join(directory, "ca.pem");
  const keyPath = join(directory, "ca.key");
  let authority = await readPair(certPath, keyPath);
  if (authority === undefined) {
    authority = await makeAuthority(nowMs);
    await writeFile(keyPath, authority.key, { mode: 0o600 });
    await writeFile(certPath, authority.cert);
  }
  const signer = authority;
  return { path: certPath, issue: (names) => signCertificate(signer, names, nowMs) };
}

/** The certificate is written last: where it is, the key is whole. */
async function readPair(certPath: string, keyPath: string): Promise<Certificate | undefined> {
  const cert = await readFile(certPath, "utf8").catch(() => "");
  if (cert === "") return undefined;
  return { cert, key: await readFile(keyPath, "utf8") };
}
