import { describe, expect, test } from "vitest";
import { AwsError, parseByteRate, parseByteSize } from "../../src/aws/index.ts";
import { endpointUrl, type ServiceName } from "../../src/client/profile/endpoint-url.ts";
import {
  type TransferSettings,
  transferSettings,
} from "../../src/client/profile/transfer-settings.ts";
import { backoffMs } from "../../src/client/retry/backoff.ts";
import { adviseRetry, type RetryAdvice } from "../../src/client/retry/retry-advice.ts";
import { type Addressing, bucketAddress } from "../../src/client/s3/bucket-address.ts";
import { loadCorpus } from "../support/corpus.ts";

interface AddressGiven {
  readonly bucket: string;
  readonly region: string;
  readonly endpoint?: string;
  readonly addressing?: Addressing;
  readonly accelerate?: boolean;
  readonly dualStack?: boolean;
}

type AddressWant =
  { readonly origin: string; readonly basePath: string } | { readonly usageError: string };

describe("the address of a bucket", () => {
  test.each(loadCorpus<AddressGiven, AddressWant>("bucket-address"))(
    "%s",
    (_name, { given, want }) => {
      expect(addressOf(given)).toMatchObject(want);
    },
  );
});

function addressOf(given: AddressGiven): object {
  try {
    return bucketAddress({ endpoint: undefined, addressing: "auto", ...given });
  } catch (error) {
    return { usageError: (error as Error).message.split(":", 2).join(":") };
  }
}

describe("whether a refusal is tried again", () => {
  test.each(loadCorpus<{ code: string; status: number }, RetryAdvice>("retry"))(
    "%s",
    (_name, { given, want }) => {
      const error = new AwsError({ ...given, message: "", operation: "PutObject" });
      expect(adviseRetry(error)).toBe(want);
    },
  );

  test("a fault of our own is not", () => {
    expect(adviseRetry(new TypeError("x is undefined"))).toBe("give up");
  });
});

test("waiting doubles, has an end, and is spread over the whole time", () => {
  const longest = (attempt: number): number => backoffMs("again", attempt, () => 1);
  expect([1, 2, 3, 4].map(longest)).toEqual([100, 200, 400, 800]);
  expect(longest(30)).toBe(20_000);
  expect(backoffMs("slow down", 1, () => 0.5)).toBe(250);
  expect(backoffMs("again", 3, () => 0)).toBe(0);
});

type SizeWant = { readonly size: number | null } | { readonly rate: number | null };

describe("a size or a rate", () => {
  test.each(loadCorpus<{ readonly text: string }, SizeWant>("byte-size"))(
    "%s",
    (_name, { given: { text }, want }) => {
      const both = { size: parseByteSize(text) ?? null, rate: parseByteRate(text) ?? null };
      expect(both).toMatchObject(want);
    },
  );
});

type SettingsWant = { readonly settings: TransferSettings } | { readonly refused: string };

describe("what a profile says of transfers", () => {
  test.each(loadCorpus<Readonly<Record<string, string>>, SettingsWant>("transfer-settings"))(
    "%s",
    (_name, { given, want }) => {
      expect(settingsOf(given)).toEqual(want);
    },
  );
});

function settingsOf(section: Readonly<Record<string, string>>): object {
  try {
    return { settings: transferSettings(section) };
  } catch (error) {
    return { refused: (error as Error).message.split("`")[1] };
  }
}

interface EndpointGiven {
  readonly service: ServiceName;
  readonly environment: Readonly<Record<string, string>>;
  readonly profile: Readonly<Record<string, string>>;
  readonly sections?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

describe("the configured endpoint of a service", () => {
  test.each(loadCorpus<EndpointGiven, string | null>("endpoint-url"))(
    "%s",
    (_name, { given, want }) => {
      const { service, environment, profile: section, sections = {} } = given;
      const config = { configFile: sections, credentialsFile: {} };
      expect(endpointUrl(service, { environment, section, config }) ?? null).toBe(want);
    },
  );
});
