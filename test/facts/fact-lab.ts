import { type LabPrincipal, startLab } from "../../src/lab/index.ts";
import { type World, worldPrincipals } from "../../src/policy/index.ts";
import { askLab, type LabAnswer } from "../support/lab-request.ts";
import type { Given } from "./fact-row.ts";
import { worldOf } from "./fact-world.ts";
import type { Question } from "./question-of.ts";

/** A lab in the state that a row gives. */
export interface FactLab {
  readonly url: string;
  /** Sends a request that the profile signs, for the region of the bucket that it names. */
  ask(profile: string, question: Question): Promise<LabAnswer>;
  /** An object's body, as the owner of its bucket reads it; null when there is none. */
  bodyOf(uri: string): Promise<string | null>;
  /** The profile of an account's administrator. */
  administratorOf(account: string): string;
  awsConfig(): string;
  close(): Promise<void>;
}

export async function startFactLab(given: Given): Promise<FactLab> {
  const world = worldOf(given);
  const lab = await startLab({ world });
  const ask: FactLab["ask"] = (profile, question) => {
    const { credentials } = named(lab.principals, profile);
    const region = homeOf(world, question.target)?.region ?? "us-east-1";
    return askLab(lab.port, { credentials, region, ...question });
  };
  for (const { as, uri, body } of given.objects ?? []) {
    const answer = await ask(as, { method: "PUT", target: pathOf(uri), body });
    if (answer.status === 200) continue;
    await lab.close();
    throw new Error(`the row's object \`${uri}\` cannot be put: ${answer.body}`);
  }
  return {
    url: lab.url,
    ask,
    async bodyOf(uri) {
      const target = pathOf(uri);
      const owner = homeOf(world, target)?.account ?? "";
      const answer = await ask(administratorOf(world, owner), { method: "GET", target });
      if (answer.status === 200) return answer.body;
      if (answer.code === "NoSuchKey") return null;
      throw new Error(`\`${uri}\` cannot be read: ${answer.body}`);
    },
    administratorOf: (account) => administratorOf(world, account),
    awsConfig: () => lab.awsConfig(),
    close: () => lab.close(),
  };
}

function pathOf(uri: string): string {
  return uri.slice("s3:/".length);
}

interface Home {
  readonly account: string;
  readonly region: string;
}

function homeOf(world: World, target: string): Home | undefined {
  const bucket = /^\/([^/?]*)/.exec(target)?.[1] ?? "";
  for (const [account, { buckets }] of Object.entries(world.accounts)) {
    const found = buckets[bucket];
    if (found !== undefined) return { account, region: found.region };
  }
  return undefined;
}

function administratorOf(world: World, account: string): string {
  const administrator = worldPrincipals(world).find(
    (principal) =>
      principal.account === account &&
      principal.identityPolicies.some(({ name }) => name === "AdministratorAccess"),
  );
  if (administrator === undefined) throw new Error(`account \`${account}\` has no administrator`);
  return administrator.profile;
}

function named(principals: readonly LabPrincipal[], profile: string): LabPrincipal {
  const found = principals.find((principal) => principal.profile === profile);
  if (found === undefined) throw new Error(`nobody signs in with profile \`${profile}\``);
  return found;
}
