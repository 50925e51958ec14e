import { expect, test } from "vitest";
import { withSettings } from "../../src/app/with-settings.ts";
import { DEFAULT_SYNC_OPTIONS } from "../../src/sync/index.ts";

const MIB = 1024 ** 2;
const PROFILE = { maxConcurrentRequests: 20, partSize: 16 * MIB, maxBandwidth: 50 * MIB };

test("a profile's settings precede the defaults, and a flag precedes both", () => {
  const asked = { maxConcurrentRequests: 5 };
  const options = { ...DEFAULT_SYNC_OPTIONS, ...asked, asked };
  expect(withSettings(options, PROFILE)).toMatchObject({ ...PROFILE, ...asked });
  expect(withSettings(DEFAULT_SYNC_OPTIONS, PROFILE)).toMatchObject({
    ...PROFILE,
    multipartThreshold: DEFAULT_SYNC_OPTIONS.multipartThreshold,
  });
  expect(withSettings(DEFAULT_SYNC_OPTIONS, undefined)).toEqual(DEFAULT_SYNC_OPTIONS);
});

test("a flag that says what is the default anyhow is still a flag", () => {
  const asked = { maxConcurrentRequests: DEFAULT_SYNC_OPTIONS.maxConcurrentRequests };
  const options = { ...DEFAULT_SYNC_OPTIONS, asked };
  expect(withSettings(options, PROFILE).maxConcurrentRequests).toBe(asked.maxConcurrentRequests);
});
