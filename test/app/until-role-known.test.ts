import { expect, test } from "vitest";
import { AwsError } from "../../src/aws/index.ts";
import { untilRoleKnown } from "../../src/app/until-role-known.ts";

function refusal(code: string): AwsError {
  const [message, operation] = ["Invalid principal in policy", "PutBucketPolicy"];
  return new AwsError({ code, message, status: 400, operation });
}

test.each([
  { name: "what is taken at once is written once", refused: 0, code: "MalformedPolicy", want: 0 },
  { name: "S3 learns of the role", refused: 2, code: "MalformedPolicy", want: 3_000 },
  { name: "so does KMS", refused: 1, code: "MalformedPolicyDocumentException", want: 1_000 },
  { name: "and KMS for a grant", refused: 1, code: "InvalidArnException", want: 1_000 },
  { name: "and IAM for the role's own policies", refused: 1, code: "NoSuchEntity", want: 1_000 },
  {
    name: "what is never taken is told",
    refused: 9,
    code: "MalformedPolicy",
    want: "MalformedPolicy",
  },
  {
    name: "another refusal is told at once",
    refused: 1,
    code: "AccessDenied",
    want: "AccessDenied",
  },
])("a role was made just now: $name", async ({ refused, code, want }) => {
  let [tried, waitedMs] = [0, 0];
  const written = untilRoleKnown(
    () => (tried++ < refused ? Promise.reject(refusal(code)) : Promise.resolve("written")),
    (ms) => {
      waitedMs += ms;
      return Promise.resolve();
    },
  );
  const said = await written.then(
    () => waitedMs,
    (error: unknown) => (error instanceof AwsError ? error.code : error),
  );
  expect(said).toBe(want);
});
