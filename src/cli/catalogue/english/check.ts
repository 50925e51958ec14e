import type { Blocker } from "../../../app/index.ts";
import type { CheckWords, NeedWords } from "../catalogue.ts";
import { layers } from "./layers.ts";

const reasons: CheckWords["reasons"] = (all) => all.join("; ");

export const check: CheckWords = {
  caller: ({ who, account, label }) => `caller  ${who} in ${account}, ${label.en}`,
  source: "source",
  destination: "destination",
  role: "role",
  jobs: "jobs",
  result: "result",
  bucketsOwner: "the bucket's",
  blocker,
  deniedSomewhere: ({ action, resource }) =>
    `${action} on ${resource} is denied, and AWS does not say by which policy`,
  askForException:
    "none that you can grant: a Deny wins over every Allow; ask the account above for an exception",
  requestPayer:
    "run it again with `--request-payer requester`: your account then pays for the requests and what they transfer",
  useTls: "use an endpoint with https; the bucket's policy can stay as it is",
  sendHeader:
    "send the header that it asks for, by `--sse`, `--sse-kms-key-id`, `--acl`, `--grants` or `--storage-class`; the bucket's defaults do not count",
  unpublish:
    "the bucket's owner takes out or narrows the public statement: while there is one, nobody of another account gets in",
  dropAcl: "leave `--acl` out, or give `bucket-owner-full-control`; no permission helps",
  otherEncryption:
    "leave `--sse-c` out, or encrypt with `--sse aws:kms`; no permission helps, but the bucket's owner may take SSE-C out of the bucket's `BlockedEncryptionTypes`",
  otherWay:
    "reach that bucket another way: over a NAT or internet gateway, or from its own region; no policy helps",
  foreseen: {
    always: () => "",
    "if-large": (size) => `only objects of ${size} and more take it, and there are none now:`,
    "if-tagged": () =>
      "objects with tags fail to copy, or, where they are large, arrive without them; `aws s3 sync` deletes such a copy again where it may not write more than 2 KB of tags:",
    "on-failure": () => "when an upload fails, its parts stay and are billed:",
  },
  largeSeen: ({ large, looked, size }) =>
    `${large.toLocaleString("en")} of the ${looked.toLocaleString("en")} objects looked at ${large === 1 ? "has" : "have"} ${size} or more: only what goes in parts takes it`,
  largeUnseen: (seen) =>
    seen === undefined
      ? "it is missing, but only objects that go in parts take it, and nobody could look for any"
      : `it is missing, but only objects of ${seen.size} and more take it, and none is sure to go among the ${seen.looked.toLocaleString("en")} looked at`,
  assumed: (assumed) =>
    `nobody asked, or could, for these, and they are taken to let it pass: ${assumed.map((layer) => layers[layer]).join(", ")}${assumed.some((layer) => layer === "serviceControl" || layer === "resourceControl") ? "; --organization-profile PROFILE, of the management account, reads control policies" : ""}`,
  labels: {
    awsSays: "AWS says       ",
    awsWouldSay: "AWS would say  ",
    hides: "that hides     ",
    who: "who must act   ",
    why: "why            ",
    cause: "cause          ",
    fix: "fix            ",
  },
  hidden: ({ action, resource }) => `${action} on ${resource} would be denied next`,
  who: (account, own) =>
    account === own ? `account ${account}, your own` : `account ${account}, not yours`,
  unknownOwner: (bucket) => `the account that owns bucket ${bucket}`,
  endpointOwner: "the account that owns the VPC endpoint",
  reasons,
  unanswered: (answer, why) =>
    `? ${answer.need.action} on ${answer.need.resource}${answer.need.anyKeyUnder ? "*" : ""}: cannot tell (${reasons(why)})`,
  tagsUnseen:
    "objects without tags are refused; which tags each object has is known only when it is read",
  openForTags: ({ action, resource }) =>
    `of objects that have tags: cannot tell whether ${action} on ${resource} is allowed`,
  dependsOnKey: ({ action, resource }) => `? ${action} on ${resource}: depends on the key`,
  keyOutcomes: {
    allowed: "allowed for     ",
    explicitDeny: "denied for      ",
    implicitDeny: "no Allow for    ",
    unknown: "cannot tell for ",
  },
  tooManyKeySets: "too many patterns to tell all keys apart",
  keysExcept: (patterns, except) => `${patterns}, except ${except}`,
  askOwner:
    "name a profile of the owning account with --owner-profile, or let its people answer: --request FILE writes down what to ask",
  verdict: (verdict, { denied, unknown, byKey, bySize, all }) => {
    switch (verdict) {
      case "allowed":
        return `ALLOWED: all ${all} permissions are there`;
      case "denied":
        return `DENIED: ${denied} of ${all} permissions are missing${unknown > 0 ? `, ${unknown} unknown` : ""}`;
      case "unknown":
        if (bySize === unknown) {
          return `UNKNOWN: ${unknown} of ${all} permissions are missing for large objects alone`;
        }
        return byKey === unknown
          ? `UNKNOWN: ${unknown} of ${all} permissions are there for some keys and not for others`
          : `UNKNOWN: ${unknown} of ${all} permissions could not be answered from here`;
    }
  },
  stopped: "stopped before the first byte; --no-check would try all the same",
};

/** Layers that are several things. */
const MANY: ReadonlySet<Blocker["layer"]> = new Set(["objectOwnership", "keyGrant"]);

function blocker({ layer, account, kind }: Blocker, { action }: NeedWords): string {
  const where = account === "unknown" ? layers[layer] : `${layers[layer]} of ${account}`;
  switch (kind) {
    case "denies":
      return `the ${where} ${MANY.has(layer) ? "deny" : "denies"} ${action}`;
    case "unread":
      return `the ${where} could not be read: it may have no Allow, or a Deny`;
    case "silent":
      if (layer === "key")
        return `${action} finds no KMS key${account === "unknown" ? "" : ` in account ${account}`} that can be used`;
      return `nothing in the ${where} allows ${action}`;
  }
}
