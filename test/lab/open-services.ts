import type { Credentials } from "../../src/aws/index.ts";
import { type Lab, startLab } from "../../src/lab/index.ts";
import { askJson, type JsonAnswer } from "./ask-json.ts";
import { servicesWorld } from "./services-world.ts";

/** A running lab with an organization, asked by profile. */
export interface OpenServices {
  readonly lab: Lab;
  readonly faults: readonly unknown[];
  /** Moves the lab's clock. */
  wait(ms: number): void;
  credentialsOf(profile: string): Credentials;
  /** Asks an operation such as `kms:ListKeys`; gives the answer whatever it is. */
  ask(profile: string, operation: string, input?: object): Promise<JsonAnswer>;
  /** The same, for an answer that must be a good one. */
  get(profile: string, operation: string, input?: object): Promise<JsonAnswer["body"]>;
  close(): Promise<void>;
}

/** Starts a lab with the world of the services' tests. */
export async function openServices(): Promise<OpenServices> {
  const faults: unknown[] = [];
  let ahead = 0;
  const lab = await startLab({
    world: servicesWorld(),
    now: () => Date.now() + ahead,
    onFault: (fault) => faults.push(fault),
  });
  const credentialsOf = (profile: string): Credentials => {
    const principal = lab.principals.find((each) => each.profile === profile);
    if (principal === undefined) throw new Error(`no profile \`${profile}\``);
    return principal.credentials;
  };
  const ask: OpenServices["ask"] = (profile, operation, input = {}) =>
    askJson(lab.port, {
      credentials: credentialsOf(profile),
      operation,
      input,
      timestampMs: Date.now() + ahead,
    });
  return {
    lab,
    faults,
    wait(ms) {
      ahead += ms;
    },
    credentialsOf,
    ask,
    async get(profile, operation, input) {
      const { status, body } = await ask(profile, operation, input);
      if (status === 200) return body;
      throw new Error(`${operation}: ${status} ${JSON.stringify(body)}`);
    },
    close: () => lab.close(),
  };
}
