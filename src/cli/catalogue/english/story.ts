import type { LabWords, StoryWords } from "../catalogue.ts";

export const lab: LabWords = {
  ready: ({ url, accounts, profiles }) =>
    `sluice lab is ready on ${url}: ${accounts} accounts, profiles ${profiles.join(", ")}`,
  readyForTls: ({ url, caPath }) => `over TLS on ${url}: trust AWS_CA_BUNDLE=${caPath}`,
  lacked: (lacks) =>
    `the lab was asked for what it lacks: ${lacks.map(({ what, count }) => `${what} (${count})`).join(", ")}`,
  saved: (path) => `wrote ${path}`,
  notRead: (what) => `not read: ${what.en}`,
  notPulled: (what) => `left out, since it could not be read: ${what.en}`,
};

const titles: Readonly<Record<Parameters<StoryWords["title"]>[0], string>> = {
  world: "A local AWS with two accounts, dev-a and dev-b, of one organization",
  up: "A directory goes up to the bucket of dev-a",
  refused: "From there to the bucket of dev-b: refused before the first byte",
  wrongFixes: "Three fixes that look right",
  grant: "The fix: granted by dev-b, and the same sync runs",
  down: "Back to a directory, as dev-b",
  repeat: "Repeat it yourself",
};

export const story: StoryWords = {
  title: (step) => titles[step],
  lab: ({ url, roleArn }) => `at ${url}; alice of dev-a is signed in as\n${roleArn}`,
  tree: ({ files, bytes, from }) =>
    `${files} files, ${bytes}: ${from}, a file over the multipart threshold, a Japanese name`,
  wrongFix: (fix) => {
    switch (fix) {
      case "session":
        return "the ARN from the error message, alice's session, as principal";
      case "path":
        return "the role's ARN as people write it, without its path";
      case "objects":
        return "the right principal, but ListBucket on `bucket/*` only";
    }
  },
  wrongFixResult: (fix) => {
    switch (fix) {
      case "session":
        return "it works for alice, and for nobody else: carol holds the same role and is refused";
      case "path":
        return "S3 does not save it: such a role does not exist";
      case "objects":
        return "S3 does not save it: listing is asked for on the bucket itself, and no resource here is one";
    }
  },
  verified: (objects) => `verified: ${objects} objects, same keys, sizes and ETags on both sides`,
  nothingMoved: "a second run transfers nothing",
  identical: (files) => `${files} files came back, byte for byte the same`,
  notes: {
    both: "both terminals, unless `sluice` is installed",
    lab: "terminal 1",
    sluice: "terminal 2, with sluice",
    aws: "terminal 2, with the aws CLI (1.29 or 2.13 and newer; older ones: add --endpoint-url http://127.0.0.1:4599)",
    refused: "refused, and why",
    closed: "closed again",
  },
  repeat: "with the lab in one terminal and these in another:",
  keep: (url) => `the lab stays up on ${url}; Ctrl-C ends it`,
  done: (seconds) => `all of it took ${seconds} s`,
  unexpected: ({ line, wanted, got }) =>
    `the story went wrong at \`${line}\`: wanted ${wanted}, got ${got}`,
};
