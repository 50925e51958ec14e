import {
  createSigner,
  type Credentials,
  EMPTY_SHA256,
  type Signer,
  UNSIGNED_PAYLOAD,
  type WireRequest,
} from "../../aws/index.ts";
import { type CredentialsProvider, NO_KEYS } from "../credentials-provider.ts";
import { nodeDigest } from "../node-digest.ts";
import type { Timing } from "../timing.ts";
import type { BucketAddress } from "./bucket-address.ts";
import type { S3Request } from "./s3-request.ts";

/** Providers refresh keys minutes before they end, so asking twice a minute is often enough. */
const ASK_AGAIN_MS = 30_000;

/** S3 takes requests whose time is up to 15 minutes off (S3 API Reference, Error responses). */
const SAME_TIME_MS = 60_000;

/** As whom, and for where, a request is signed. */
export interface SigningTarget {
  readonly keys: Credentials;
  readonly region: string;
  readonly address: BucketAddress;
  /** Raw path, encoded, without the query. */
  readonly path: string;
}

/** Signs the requests of one identity, keeping keys and signing key between requests. */
export class RequestSigner {
  readonly #provide: CredentialsProvider;
  readonly #timing: Timing;
  readonly #signers = new Map<string, Signer>();
  #keys: Credentials | undefined;
  #askedMs = 0;
  #skewMs = 0;
  #renewal: Promise<Credentials> | undefined;

  constructor(provide: CredentialsProvider, timing: Timing) {
    this.#provide = provide;
    this.#timing = timing;
  }

  /** The keys to sign with now; at once where they need not be asked for. */
  keys(): Credentials | Promise<Credentials> {
    const isFresh = this.#timing.now() - this.#askedMs < ASK_AGAIN_MS;
    return isFresh && this.#keys !== undefined ? this.#keys : this.#ask();
  }

  /** Asks the source for other keys than `expired`; true when it had some. */
  async renew(expired: Credentials): Promise<boolean> {
    if (!isSame(expired, this.#keys)) return true;
    this.#renewal ??= this.#ask({ forceRefresh: true }).finally(() => {
      this.#renewal = undefined;
    });
    return !isSame(expired, await this.#renewal);
  }

  /** Goes by AWS's clock from now on; false when it has done so already. */
  correctClock(serverTimeMs: number): boolean {
    const skewMs = serverTimeMs - this.#timing.now();
    const isNews = Math.abs(skewMs - this.#skewMs) > SAME_TIME_MS;
    this.#skewMs = skewMs;
    return isNews;
  }

  /** All headers to send, as name, value, name, value. */
  sign(request: S3Request, target: SigningTarget): string[] {
    const headers = [["host", target.address.host], ...(request.headers ?? [])] as const;
    const sent = target.keys === NO_KEYS ? headers : this.#signed(request, headers, target);
    const flat = ["user-agent", "sluice"];
    for (const [name, value] of sent) flat.push(name, value);
    return flat;
  }

  #signed(
    request: S3Request,
    headers: WireRequest["headers"],
    { keys, region, address, path }: SigningTarget,
  ): WireRequest["headers"] {
    const { method, query = "" } = request;
    return this.#signer(
      keys,
      region,
    )({
      request: { method, path, query, headers },
      payloadHash: payloadHash(request, address.origin),
      timestampMs: this.#timing.now() + this.#skewMs,
    });
  }

  async #ask(options?: { readonly forceRefresh: boolean }): Promise<Credentials> {
    const keys = await this.#provide(options);
    this.#askedMs = this.#timing.now();
    if (!isSame(keys, this.#keys)) this.#signers.clear();
    this.#keys = keys;
    return keys;
  }

  #signer(credentials: Credentials, region: string): Signer {
    const name = `${credentials.accessKeyId} ${region}`;
    const known = this.#signers.get(name);
    if (known !== undefined) return known;
    const signer = createSigner({ credentials, region, service: "s3", digest: nodeDigest });
    this.#signers.set(name, signer);
    return signer;
  }
}

function isSame(a: Credentials, b: Credentials | undefined): boolean {
  return a.accessKeyId === b?.accessKeyId && a.sessionToken === b.sessionToken;
}

/**
 * TLS protects a body on its way to where TLS ends, and its checksum, which is signed, all the way;
 * over plain HTTP somebody could change both, but on the loopback nobody is in between. A document has
 * no checksum: a byte of it that is another would be another tag.
 */
function payloadHash({ body, headers = [] }: S3Request, origin: string): string {
  if (body === undefined) return EMPTY_SHA256;
  const hasSum = headers.some(([name]) => name === "x-amz-sdk-checksum-algorithm");
  return hasSum && /^https:|^http:\/\/(?:127\.\d+\.\d+\.\d+|\[::1\]|localhost)(?::|$)/.test(origin)
    ? UNSIGNED_PAYLOAD
    : nodeDigest.sha256Hex(body);
}
