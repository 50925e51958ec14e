import { expect, test } from "vitest";
import { worldOfText } from "../../src/access/index.ts";
import { DEFAULT_SYNC_OPTIONS, readJob } from "../../src/app/index.ts";
import { answersOf } from "../../src/web/ui/view/answers.ts";
import { english } from "../../src/web/ui/view/english.ts";
import { japanese } from "../../src/web/ui/view/japanese.ts";
import { noteOf } from "../../src/web/ui/view/note-of.ts";

const allow = { Effect: "Allow", Action: "s3:*", Resource: "*" };
// Service Authorization Reference, Amazon S3, PutObject: s3:RequestObjectTag/<key>.
const onlyPublic = {
  ...{ Effect: "Deny", Action: "s3:PutObject", Resource: "*" },
  Condition: { StringNotEquals: { "s3:RequestObjectTag/class": "public" } },
};
const world = worldOfText(
  JSON.stringify({
    accounts: {
      "111111111111": {
        users: {
          eve: {
            profile: "eve",
            inlinePolicies: { own: { Version: "2012-10-17", Statement: [allow, onlyPublic] } },
          },
        },
        buckets: { "source-a": {}, "copy-a": {} },
      },
    },
  }),
  "tags",
);

test.each([
  ["en", english, /^It is denied for objects without tags; /],
  ["ja", japanese, /^タグのないオブジェクトは拒否されます。/],
] as const)("a write that hangs on tags which only a read shows says so (%s)", (_, words, want) => {
  const job = readJob({
    ...{ source: "s3://source-a", destination: "s3://copy-a", cwd: "/" },
    options: DEFAULT_SYNC_OPTIONS,
    identities: { ownerProfiles: [], sourceProfile: "ann", destinationProfile: "eve" },
  });
  const run = { line: "", profile: "eve", calls: job.calls, acceptsCharges: false, usesTls: true };
  const { all } = answersOf({ world, run }, new Map());
  const notes = all.flatMap((answer) => noteOf(answer, "8 MiB", words) ?? []);
  expect(notes.filter((note) => want.test(note))).toHaveLength(1);
});
