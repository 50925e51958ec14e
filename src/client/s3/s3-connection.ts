import type { Pool } from "undici";
import { AwsError, type Credentials, encodeKeyPath } from "../../aws/index.ts";
import type { CredentialsProvider } from "../credentials-provider.ts";
import { describeFailure } from "../http/describe-failure.ts";
import { exchange, openExchange } from "../http/exchange.ts";
import type { HttpRequest, HttpResponse, StreamedResponse } from "../http/http-message.ts";
import { type Patience, pauseOrThrow } from "../retry/pause-or-throw.ts";
import { type Addressing, type BucketAddress, bucketAddress } from "./bucket-address.ts";
import { lateFailure, refusal } from "./refusal.ts";
import { RequestSigner } from "./request-signer.ts";
import type { S3Request } from "./s3-request.ts";

/** What a connection to a bucket is made of, with every default decided. */
export interface ConnectionOptions extends Patience {
  readonly bucket: string;
  readonly region: string;
  readonly credentials: CredentialsProvider;
  readonly endpoint: string | undefined;
  readonly addressing: Addressing;
  readonly requestPayer: boolean;
  readonly connections: number;
  readonly timeoutMs: number;
  /** Certificates to trust, in PEM, instead of Node's own. */
  readonly certificates: string | undefined;
}

interface Identity {
  readonly region: string;
  readonly keys: Credentials;
}

type Send<T extends StreamedResponse> = (
  pool: Pool,
  request: HttpRequest,
) => Promise<HttpResponse | T>;

/** Sends signed requests about one bucket, with retries, and finds the bucket's region on the way. */
export class S3Connection {
  readonly patience: Patience;
  readonly #options: ConnectionOptions;
  readonly #signer: RequestSigner;
  readonly #pools = new Map<string, Promise<Pool>>();
  #region: string;

  constructor(options: ConnectionOptions) {
    this.patience = { maxAttempts: options.maxAttempts, timing: options.timing };
    this.#options = options;
    this.#region = options.region;
    this.#signer = new RequestSigner(options.credentials, options.timing);
    // An endpoint that cannot be is refused here, before any request.
    this.#address(options.region);
  }

  /** Sends a request and reads the whole answer; throws `AwsError` when S3 refuses. */
  send(request: S3Request): Promise<HttpResponse> {
    return this.#withRetries<never>(request, exchange);
  }

  /** Sends a request and hands over the body of the answer as it arrives. */
  async open(request: S3Request): Promise<StreamedResponse> {
    const response = await this.#withRetries<StreamedResponse>(request, openExchange);
    if ("bytes" in response) return response;
    throw refusal(response, request.operation);
  }

  /** The error that a broken answer to a request for `key` is reported as. */
  describe(error: unknown, key: string): unknown {
    const { origin, basePath } = this.#address(this.#region);
    return describeFailure(error, `${origin}${basePath}/${encodeKeyPath(key)}`);
  }

  /** Drops all connections. */
  async close(): Promise<void> {
    const pools = await Promise.all(this.#pools.values());
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  async #withRetries<T extends StreamedResponse>(
    request: S3Request,
    send: Send<T>,
  ): Promise<HttpResponse | T> {
    for (let number = 1; ; number++) {
      try {
        return await this.#corrected(this.#withPayer(request), send);
      } catch (error) {
        await pauseOrThrow({ error, number, signal: request.signal }, this.patience);
      }
    }
  }

  /** Tries again at once, and once, when the region was wrong or the keys had expired. */
  async #corrected<T extends StreamedResponse>(
    request: S3Request,
    send: Send<T>,
  ): Promise<HttpResponse | T> {
    const used = { region: this.#region, keys: await this.#signer.keys() };
    try {
      return await this.#once(request, send, used);
    } catch (error) {
      if (!(error instanceof AwsError) || !(await this.#correct(error, used))) throw error;
    }
    return this.#once(request, send, { region: this.#region, keys: await this.#signer.keys() });
  }

  async #correct(error: AwsError, used: Identity): Promise<boolean> {
    if (error.code === "ExpiredToken") return this.#signer.renew(used.keys);
    // botocore retries these three with the region that S3 names (botocore/utils.py).
    const isRedirect = [301, 307, 400].includes(error.detail.status);
    const right = error.detail.region;
    if (!isRedirect || right === undefined || right === used.region) return false;
    // It becomes part of a host name, so it must look like one label.
    if (!/^[a-z0-9-]+$/.test(right)) return false;
    this.#region = right;
    return true;
  }

  async #once<T extends StreamedResponse>(
    request: S3Request,
    send: Send<T>,
    { region, keys }: Identity,
  ): Promise<HttpResponse | T> {
    const address = this.#address(region);
    const path = pathOf(address, request.key);
    const headers = this.#signer.sign(request, { keys, region, address, path });
    const { method, query, body = null, signal } = request;
    const wirePath = query === undefined ? path : `${path}?${query}`;
    const { timeoutMs } = this.#options;
    const pool = await this.#pool(address.origin);
    try {
      const response = await send(pool, {
        method,
        path: wirePath,
        headers,
        body,
        signal,
        timeoutMs,
      });
      const failure = "body" in response ? failureOf(response, request) : undefined;
      if (failure !== undefined) throw failure;
      return response;
    } catch (error) {
      throw describeFailure(error, `${address.origin}${path}`);
    }
  }

  #withPayer(request: S3Request): S3Request {
    if (!this.#options.requestPayer) return request;
    const payer = ["x-amz-request-payer", "requester"] as const;
    return { ...request, headers: [...(request.headers ?? []), payer] };
  }

  #address(region: string): BucketAddress {
    return bucketAddress({ ...this.#options, region });
  }

  #pool(origin: string): Promise<Pool> {
    const known = this.#pools.get(origin);
    if (known !== undefined) return known;
    const pool = openPool(origin, this.#options);
    this.#pools.set(origin, pool);
    return pool;
  }
}

/** undici takes a tenth of a second to load, so it is loaded when there is something to send. */
async function openPool(origin: string, options: ConnectionOptions): Promise<Pool> {
  const { Pool } = await import("undici");
  const { connections, timeoutMs, certificates } = options;
  return new Pool(origin, {
    connections,
    connect: { timeout: timeoutMs, ...(certificates === undefined ? {} : { ca: certificates }) },
  });
}

function failureOf(response: HttpResponse, request: S3Request): Error | undefined {
  if (response.status >= 300) return refusal(response, request.operation);
  return lateFailure(response, request);
}

/** `/key`, `/bucket/key`, or for the bucket itself `/` or `/bucket`. */
function pathOf({ basePath }: BucketAddress, key: string | undefined): string {
  if (key !== undefined) return `${basePath}/${encodeKeyPath(key)}`;
  return basePath === "" ? "/" : basePath;
}
