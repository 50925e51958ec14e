import { expect, test } from "vitest";
import { heedsConditions } from "../../src/app/probes/heeds-conditions.ts";

test.each([
  [undefined, true],
  ["http://127.0.0.1:4599", true],
  ["http://localhost:9000", true],
  ["http://s3.localhost:4599", true],
  ["https://s3.eu-west-1.amazonaws.com", true],
  ["https://bucket.vpce-1.s3.us-east-1.vpce.amazonaws.com", true],
  ["https://s3.cn-north-1.amazonaws.com.cn", true],
  ["https://storage.example.com", false],
  ["https://amazonaws.com.example.com", false],
  ["http://10.0.0.7:9000", false],
])("writes whose conditions do not hold are tried on %s: %s", (endpoint, want) => {
  expect(heedsConditions(endpoint)).toBe(want);
});
