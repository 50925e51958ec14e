import { describe, expect, test } from "vitest";
import { startLab } from "../../src/lab/index.ts";
import { parseWorld, type World } from "../../src/policy/index.ts";
import { loadCorpus } from "../support/corpus.ts";
import { askLab, type LabAnswer } from "../support/lab-request.ts";

interface Step {
  readonly as: string;
  readonly request: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Given {
  readonly bucket: object;
  readonly account: object;
  readonly steps: readonly Step[];
}

const all = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } };

function worldOf({ bucket, account }: Given): World {
  const user = (profile: string): object => ({
    users: { [profile]: { profile, inlinePolicies: { All: all } } },
  });
  const parsed = parseWorld({
    organization: { id: "o-exampleorg1", managementAccount: "000000000000" },
    accounts: {
      "000000000000": {},
      "111111111111": user("bob"),
      "222222222222": { ...user("carol"), ...account, buckets: { "data-b": bucket } },
    },
  });
  if (parsed.ok) return parsed.value;
  throw new Error(parsed.problems.map(({ message }) => message).join("; "));
}

async function answersOf(given: Given): Promise<readonly LabAnswer[]> {
  const lab = await startLab({ world: worldOf(given) });
  try {
    const answers: LabAnswer[] = [];
    for (const { as, request, ...rest } of given.steps) {
      const credentials = lab.principals.find(({ profile }) => profile === as)?.credentials;
      if (credentials === undefined) throw new Error(`nobody signs in with profile \`${as}\``);
      const [method = "", target = ""] = request.split(" ");
      answers.push(await askLab(lab.port, { credentials, method, target, ...rest }));
    }
    return answers;
  } finally {
    await lab.close();
  }
}

describe("the lab holds requests to the settings of a world's buckets", () => {
  test.for(loadCorpus<Given, readonly object[]>("lab-settings"))(
    "%s",
    async ([, { given, want }]) => {
      expect(await answersOf(given)).toMatchObject(want);
    },
  );
});
