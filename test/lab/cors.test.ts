import { PutBucketCorsCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readS3Error } from "../../src/aws/index.ts";
import { openLab, type OpenLab } from "./open-lab.ts";
import { ask, type WireAnswer } from "./wire.ts";

let open: OpenLab;
beforeAll(async () => {
  open = await openLab();
  const CORSRules = [
    {
      AllowedOrigins: ["https://*.example.com"],
      AllowedMethods: ["GET", "PUT"],
      AllowedHeaders: ["x-amz-*", "Content-Type"],
      ExposeHeaders: ["ETag"],
      MaxAgeSeconds: 600,
    },
    { AllowedOrigins: ["*"], AllowedMethods: ["HEAD"] },
  ];
  const CORSConfiguration = { CORSRules };
  await open.s3("a").send(new PutBucketCorsCommand({ Bucket: "dev-a", CORSConfiguration }));
});
afterAll(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

function askFrom(origin: string, method: string, headers = {}): Promise<WireAnswer> {
  const target = "/dev-a/k";
  return ask(open.lab.port, { method, target, headers: { origin, ...headers } });
}

const APP = "https://app.example.com";

// Sources: S3 User Guide, Using cross-origin resource sharing, and Elements of a CORS configuration.
test("a preflight is answered by the first rule that takes it", async () => {
  const answer = await askFrom(APP, "OPTIONS", {
    "access-control-request-method": "PUT",
    "access-control-request-headers": "Content-Type, X-Amz-Date",
  });
  expect(answer).toMatchObject({ status: 200, body: "" });
  expect(answer.headers).toMatchObject({
    "access-control-allow-origin": APP,
    "access-control-allow-methods": "GET, PUT",
    "access-control-allow-headers": "content-type, x-amz-date",
    "access-control-expose-headers": "ETag",
    "access-control-max-age": "600",
    "access-control-allow-credentials": "true",
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  });
});

test("a rule for every origin says so, and lends no credentials", async () => {
  const asked = { "access-control-request-method": "HEAD" };
  const { headers } = await askFrom("https://elsewhere.test", "OPTIONS", asked);
  expect(headers["access-control-allow-origin"]).toBe("*");
  expect(headers["access-control-allow-credentials"]).toBeUndefined();
});

test.each([
  ["another origin", "https://example.org", { "access-control-request-method": "GET" }],
  ["another method", APP, { "access-control-request-method": "DELETE" }],
  [
    "another header",
    APP,
    { "access-control-request-method": "GET", "access-control-request-headers": "x-other" },
  ],
])("%s is refused", async (_name, origin, headers) => {
  const answer = await askFrom(origin, "OPTIONS", headers);
  expect(answer.status).toBe(403);
  expect(readS3Error(answer.body)?.message).toContain("CORSResponse: This CORS request is not");
  expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
});

test("a page that a rule takes is asked for its rights, and may read even the refusal", async () => {
  const answer = await askFrom(APP, "GET");
  expect(readS3Error(answer.body)).toMatchObject({
    code: "AccessDenied",
    message: "Access Denied",
  });
  expect(answer.headers["access-control-allow-origin"]).toBe(APP);
});

test("a page that no rule takes is not even asked for them", async () => {
  const answer = await askFrom("https://example.org", "GET");
  expect(answer.status).toBe(403);
  expect(readS3Error(answer.body)?.message).toContain("pages of other origins");
});
