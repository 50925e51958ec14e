import { AwsError, type Credentials, encodeKeyPath, parseAccessPointArn } from "../../aws/index.ts";
import type { CredentialsProvider } from "../credentials-provider.ts";
import type { Bandwidth } from "../http/bandwidth.ts";
import { describeFailure } from "../http/describe-failure.ts";
import { HttpHost } from "../http/http-host.ts";
import type { HttpRequest, HttpResponse, StreamedResponse } from "../http/http-message.ts";
import { type FailedAttempt, type Patience, pauseOrThrow } from "../retry/pause-or-throw.ts";
import { adviseRetry } from "../retry/retry-advice.ts";
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
  readonly accelerate: boolean;
  readonly dualStack: boolean;
  readonly requestPayer: boolean;
  readonly connections: number;
  readonly bandwidth: Bandwidth | undefined;
  readonly timeoutMs: number;
  /** Certificates to trust, in PEM, instead of Node's own. */
  readonly certificates: string | undefined;
}

interface Identity {
  readonly region: string;
  readonly address: BucketAddress;
  readonly keys: Credentials;
}

type Send<T extends StreamedResponse> = (
  host: HttpHost,
  request: HttpRequest,
) => Promise<HttpResponse | T>;

/** How often a request is sent at most, also where a busy host takes others meanwhile. */
const MOST_SENT = 100;

/** Sends signed requests about one bucket, with retries, and finds the bucket's region on the way. */
export class S3Connection {
  readonly #options: ConnectionOptions;
  readonly #signer: RequestSigner;
  readonly #hosts = new Map<string, HttpHost>();
  #region: string;
  #address: BucketAddress;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#region = parseAccessPointArn(options.bucket)?.region ?? options.region;
    this.#signer = new RequestSigner(options.credentials, options.timing);
    // An endpoint that cannot be is refused here, before any request.
    this.#address = bucketAddress(options);
  }

  /** The bucket's region, as far as its answers have told. */
  get region(): string {
    return this.#region;
  }

  /** Sends a request and reads the whole answer; throws `AwsError` when S3 refuses. */
  send(request: S3Request): Promise<HttpResponse> {
    // A listing feeds all that waits behind it.
    const isUrgent = request.key === undefined;
    return this.#withRetries<never>(request, (host, sent) => host.send(sent, isUrgent));
  }

  /** Sends a request and hands over the body of the answer as it arrives. */
  async open(request: S3Request): Promise<StreamedResponse> {
    const response = await this.#withRetries<StreamedResponse>(request, (host, sent) =>
      host.open(sent),
    );
    if ("bytes" in response) return response;
    throw refusal(response, request.operation);
  }

  /** Sends a request and reads the answer whole, or drops it where it is larger than is asked for. */
  async readSmall(
    request: S3Request & Required<Pick<S3Request, "wholeUpTo">>,
  ): Promise<HttpResponse | undefined> {
    const response = await this.#withRetries<StreamedResponse>(request, (host, sent) =>
      host.open(sent),
    );
    if ("body" in response) return response;
    await response.bytes.return?.();
    return undefined;
  }

  /** The error that a broken answer to a request for `key` is reported as. */
  describe(error: unknown, key: string): unknown {
    const { origin, basePath } = this.#address;
    return describeFailure(error, `${origin}${basePath}/${encodeKeyPath(key)}`);
  }

  /** Waits until a request that failed may be sent again, or throws its failure. */
  async pauseOrThrow(attempt: Omit<FailedAttempt, "budget">): Promise<void> {
    const { budget } = this.#host(this.#address.origin);
    await pauseOrThrow({ ...attempt, budget }, this.#options);
  }

  /** Drops all connections. */
  close(): Promise<void> {
    for (const host of this.#hosts.values()) host.close();
    this.#hosts.clear();
    return Promise.resolve();
  }

  async #withRetries<T extends StreamedResponse>(
    request: S3Request,
    send: Send<T>,
  ): Promise<HttpResponse | T> {
    const paid = this.#withPayer(request);
    const { signal } = request;
    let failures = 0;
    for (let sent = 1; ; sent++) {
      const host = this.#host(this.#address.origin);
      const before = host.accepted;
      try {
        return await this.#corrected(paid, send);
      } catch (error) {
        // A host that takes other requests meanwhile is not ill but at its limit, and this one's turn comes.
        const isAtLimit = adviseRetry(error) === "slow down" && host.accepted > before;
        if (!isAtLimit || sent >= MOST_SENT) failures++;
        const budget = isAtLimit ? undefined : host.budget;
        const number = Math.max(failures, 1);
        await pauseOrThrow({ error, number, signal, budget }, this.#options);
      }
    }
  }

  /** Tries again at once, and once, when the region or the clock was wrong or the keys had expired. */
  async #corrected<T extends StreamedResponse>(
    request: S3Request,
    send: Send<T>,
  ): Promise<HttpResponse | T> {
    const keys = this.#signer.keys();
    const used = this.#identity(keys instanceof Promise ? await keys : keys);
    try {
      return await this.#once(request, send, used);
    } catch (error) {
      if (!(error instanceof AwsError) || !(await this.#correct(error, used))) throw error;
    }
    return this.#once(request, send, this.#identity(await this.#signer.keys()));
  }

  #identity(keys: Credentials): Identity {
    return { region: this.#region, address: this.#address, keys };
  }

  async #correct(error: AwsError, used: Identity): Promise<boolean> {
    if (error.code === "ExpiredToken") return this.#signer.renew(used.keys);
    const { serverTimeMs } = error.detail;
    if (error.code === "RequestTimeTooSkewed" && serverTimeMs !== undefined) {
      return this.#signer.correctClock(serverTimeMs);
    }
    // botocore retries these three with the region that S3 names (botocore/utils.py).
    const isRedirect = [301, 307, 400].includes(error.detail.status);
    const right = error.detail.region;
    if (!isRedirect || right === undefined || right === used.region) {
      // To HEAD, S3 says no more than 400 also where the token has expired.
      return error.code === "400" && this.#signer.renew(used.keys);
    }
    // It becomes part of a host name, so it must look like one label.
    if (!/^[a-z0-9-]+$/.test(right)) return false;
    this.#region = right;
    this.#address = bucketAddress({ ...this.#options, region: right });
    return true;
  }

  async #once<T extends StreamedResponse>(
    request: S3Request,
    send: Send<T>,
    { region, address, keys }: Identity,
  ): Promise<HttpResponse | T> {
    const path = pathOf(address, request.key);
    const headers = this.#signer.sign(request, { keys, region, address, path });
    const { method, query, body = null, signal, overwrites, wholeUpTo } = request;
    const wirePath = query === undefined ? path : `${path}?${query}`;
    const host = this.#host(address.origin);
    try {
      const response = await send(host, {
        method,
        path: wirePath,
        headers,
        body,
        signal,
        blocks: overwrites && host.blocks[overwrites],
        wholeUpTo,
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

  #host(origin: string): HttpHost {
    const known = this.#hosts.get(origin);
    if (known !== undefined) return known;
    const host = new HttpHost(origin, this.#options);
    this.#hosts.set(origin, host);
    return host;
  }
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
