import { describe, expect, test } from "vitest";
import {
  diagnose,
  type Facts,
  factsOfWorld,
  findGaps,
  judge,
  type Need,
  readDenials,
  type Refusal,
} from "../../src/access/index.ts";
import { parseWorld, type World } from "../../src/policy/index.ts";
import { loadCorpus } from "../support/corpus.ts";

interface Given {
  readonly world: unknown;
  readonly need: Pick<Need, "action" | "resource" | "context"> & { readonly anyKeyUnder: boolean };
  readonly acceptsCharges?: boolean;
}

interface Want {
  readonly outcome: string;
  /** Each as layer, account, kind and what the setting says. */
  readonly refusals?: readonly (readonly (string | null)[])[];
  readonly causes?: readonly string[];
  readonly unanswered?: readonly string[];
}

describe("what a bucket's settings stop in a check", () => {
  test.for(loadCorpus<Given, Want>("setting-gaps"))("%s", ([, { given, want }]) => {
    const facts: Facts = {
      ...factsOfWorld(worldOf(given.world), "bob", ["data-b"]),
      acceptsCharges: given.acceptsCharges === true,
    };
    const judgements = judge([needOf(given)], facts);
    const [decision] = judgements.map((judgement) => judgement.decision);
    const [gap] = findGaps(judgements);
    const found = {
      outcome: decision?.outcome,
      ...(gap && { refusals: gap.refusals.map(shown), causes: causesOf(facts, given) }),
      ...(decision?.outcome === "unknown" && { unanswered: decision.unanswered }),
    };
    expect(found).toEqual(want);
  });
});

function worldOf(value: unknown): World {
  const parsed = parseWorld(value);
  if (parsed.ok) return parsed.value;
  throw new Error(parsed.problems.map(({ message }) => message).join("; "));
}

function needOf({ need }: Given): Need {
  const { anyKeyUnder, ...rest } = need;
  return {
    ...rest,
    ...(anyKeyUnder && { anyKeyUnder }),
    bucket: "data-b",
    side: "source",
    because: [],
    essential: true,
    occasion: "always",
  };
}

function shown({ layer, account, kind, setting }: Refusal): readonly (string | null)[] {
  return [layer, account, kind, said(setting)];
}

function said(setting: Refusal["setting"]): string | null {
  switch (setting?.kind) {
    case undefined:
      return null;
    case "publicAccess":
      return setting.flag;
    case "aclsDisabled":
      return setting.acl;
    case "acl":
    case "requesterPays":
    case "sseCBlocked":
    case "expectedOwner":
    case "accessPointVpc":
    case "endpointRegion":
      return setting.kind;
  }
}

/** The causes that the facts show, as far as the bare text does not name them. */
function causesOf(facts: Facts, given: Given): readonly string[] {
  const { action, resource } = given.need;
  const [denial] = readDenials(
    `An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:iam::111111111111:user/bob is not authorized to perform: ${action} on resource: "${resource}" because of something`,
  );
  if (denial === undefined) throw new Error("no denial was read");
  const { causes, gap } = diagnose(denial, { facts, needs: [needOf(given)] });
  return causes.slice(0, gap?.refusals.length ?? 0);
}
