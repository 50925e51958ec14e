import { webcrypto } from "node:crypto";
import type * as X509 from "@peculiar/x509";

/** A certificate with its private key, both in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const DAY_MS = 86_400_000;
const AUTHORITY = "CN=Sluice lab - trusted on this machine only";

/** Makes an authority that can sign certificates of servers, and nothing else. */
export async function makeAuthority(nowMs: number): Promise<Certificate> {
  const x509 = await loadX509();
  const keys = await makeKeys();
  const { keyCertSign, cRLSign } = x509.KeyUsageFlags;
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    ...lifeFrom(nowMs),
    name: AUTHORITY,
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(keyCertSign | cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return toPem(x509, cert, keys);
}

/** Makes a certificate for a server of these names, the first of which it is called by. */
export async function signCertificate(
  authority: Certificate,
  names: readonly string[],
  nowMs: number,
): Promise<Certificate> {
  const x509 = await loadX509();
  const keys = await makeKeys();
  const issuer = new x509.X509Certificate(authority.cert);
  const [block] = x509.PemConverter.decode(authority.key);
  if (block === undefined) throw new Error("the lab's certificate authority has lost its key");
  const signingKey = await webcrypto.subtle.importKey("pkcs8", block, ALGORITHM, false, ["sign"]);
  const cert = await x509.X509CertificateGenerator.create({
    ...lifeFrom(nowMs),
    subject: "CN=localhost",
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names.map(nameOf)),
      // Without these two, Python from 3.13 refuses the chain (RFC 5280, section 4.2.1.1).
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return toPem(x509, cert, keys);
}

/** It takes longer to load than all of the lab, and few labs have TLS. */
async function loadX509(): Promise<typeof X509> {
  const x509 = await import("@peculiar/x509");
  x509.cryptoProvider.set(webcrypto);
  return x509;
}

function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
}

/** From the day before, for clocks that go slow. */
function lifeFrom(nowMs: number): { readonly notBefore: Date; readonly notAfter: Date } {
  return {
    notBefore: new Date(nowMs - DAY_MS),
    notAfter: new Date(nowMs + 3650 * DAY_MS),
  };
}

function nameOf(name: string): { readonly type: "ip" | "dns"; readonly value: string } {
  return { type: /^[\d.]+$|:/.test(name) ? "ip" : "dns", value: name };
}

async function toPem(
  x509: typeof X509,
  cert: X509.X509Certificate,
  { privateKey }: webcrypto.CryptoKeyPair,
): Promise<Certificate> {
  const key = await webcrypto.subtle.exportKey("pkcs8", privateKey);
  return { cert: cert.toString("pem"), key: x509.PemConverter.encode(key, "PRIVATE KEY") };
}
