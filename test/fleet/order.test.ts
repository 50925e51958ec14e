import { expect, test } from "vitest";
import { orderOf } from "../../src/app/fleet-order.ts";
import { parseOrder } from "../../src/app/parse-order.ts";
import { DEFAULT_SYNC_OPTIONS } from "../../src/sync/index.ts";

const ORDER = orderOf(
  {
    ...{ work: "sync", calls: [] },
    source: { kind: "local", path: "/tree" },
    destination: { kind: "s3", bucket: "b", prefix: "in" },
    options: {
      ...DEFAULT_SYNC_OPTIONS,
      filters: [{ kind: "exclude", pattern: "*.tmp" }],
      write: { metadata: { a: "b" }, storageClass: "STANDARD_IA", checksumAlgorithm: "SHA256" },
      asked: { maxConcurrentRequests: 3 },
    },
    identities: { ownerProfiles: ["x"], profile: "p", unsigned: false },
  },
  true,
);
const KEPT = JSON.parse(JSON.stringify(ORDER)) as Record<string, object>;

test("what workers are told of a run arrives as it was sent", () => {
  expect(parseOrder(KEPT)).toEqual(KEPT);
});

test.each([
  ["nothing", undefined],
  ["another destination", { ...KEPT, destination: { kind: "ftp", host: "h" } }],
  ["a bucket without a name", { ...KEPT, destination: { kind: "s3", prefix: "" } }],
  ["options of another kind", { ...KEPT, options: { ...KEPT["options"], delete: "yes" } }],
  ["a way that there is not", { ...KEPT, options: { ...KEPT["options"], through: "pipe" } }],
  ["no identities", { ...KEPT, identities: null }],
])("what is no order is not taken for one: %s", (_, kept) => {
  expect(() => parseOrder(kept)).toThrow("the order of a run is not as this version");
});

test("a key of a customer that somebody has put there is not taken", () => {
  const options = { ...KEPT["options"], write: { sseCustomer: { algorithm: "AES256", key: {} } } };
  expect(parseOrder({ ...KEPT, options }).options.write).toEqual({});
});
