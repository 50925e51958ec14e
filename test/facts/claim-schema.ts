import * as v from "valibot";
import type { Answer, Claim, Verdict } from "./claim.ts";

const text = v.pipe(v.string(), v.nonEmpty());
const texts = v.array(text);
const as = text;
const policy = v.record(v.string(), v.unknown());
const tri = v.picklist(["yes", "no", "unknown"]);

const verdict: v.GenericSchema<unknown, Verdict> = v.variant("outcome", [
  v.strictObject({ outcome: v.literal("allowed") }),
  v.strictObject({
    outcome: v.picklist(["explicitDeny", "implicitDeny"]),
    message: v.exactOptional(text),
    masked: v.exactOptional(texts),
  }),
]);

const answer: v.GenericSchema<unknown, Answer> = v.strictObject({
  status: v.number(),
  code: v.exactOptional(text),
  message: v.exactOptional(text),
});

const cliOutcome = v.strictObject({
  exit: v.union([v.number(), v.array(v.number())]),
  stdout: v.exactOptional(texts),
  stderr: v.exactOptional(texts),
  stored: v.exactOptional(v.record(v.string(), v.nullable(v.string()))),
  local: v.exactOptional(v.record(v.string(), v.string())),
});

/** Reads one claim; a member that it does not know is a mistake in the row. */
export const claimSchema: v.GenericSchema<unknown, Claim> = v.variant("claim", [
  v.strictObject({
    claim: v.literal("ask"),
    as,
    action: text,
    resource: text,
    want: verdict,
  }),
  v.strictObject({
    claim: v.literal("decide"),
    as,
    action: text,
    resource: text,
    want: verdict,
  }),
  v.strictObject({ claim: v.literal("copy"), as, from: text, to: text, want: verdict }),
  v.strictObject({ claim: v.literal("put"), as, bucket: text, policy, want: answer }),
  v.strictObject({
    claim: v.literal("caller"),
    as,
    want: v.strictObject({ arn: text, roleArn: v.exactOptional(text) }),
  }),
  v.strictObject({
    claim: v.literal("request"),
    as,
    request: v.pipe(v.string(), v.regex(/^[A-Z]+ \/\S*$/)),
    service: v.exactOptional(v.picklist(["s3", "sts", "iam", "kms"])),
    headers: v.exactOptional(v.record(v.string(), text)),
    body: v.exactOptional(text),
    want: answer,
  }),
  v.strictObject({ claim: v.literal("cli"), as, run: text, want: cliOutcome }),
  v.strictObject({
    claim: v.literal("denial"),
    text,
    want: v.nullable(v.record(v.string(), v.unknown())),
  }),
  v.strictObject({
    claim: v.literal("needs"),
    from: text,
    to: text,
    delete: v.exactOptional(v.boolean()),
    acl: v.exactOptional(text),
    want: v.strictObject({ always: texts, ifTagged: texts, onFailure: texts }),
  }),
  v.strictObject({ claim: v.literal("action"), action: text, want: v.nullable(texts) }),
  v.strictObject({
    claim: v.literal("document"),
    kind: v.picklist(["identity", "resource"]),
    policy,
    as,
    action: text,
    resource: text,
    want: v.strictObject({
      allows: tri,
      denies: tri,
      matchClass: v.exactOptional(v.picklist(["direct", "role", "account", "none"])),
    }),
  }),
  v.strictObject({
    claim: v.literal("worldRefused"),
    patch: v.record(v.string(), v.unknown()),
    want: v.strictObject({ path: text, message: text }),
  }),
]);
