import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AuthorizationRequest,
  type ContextValue,
  decide,
  type RequestContext,
} from "../../src/policy/index.ts";
import { ACCOUNTS, CONTEXT_VALUES } from "../support/arbitrary-request.ts";
import { DOUBTFUL_LAYERS } from "../policy-authorizer/arbitrary-doubt.ts";
import { isAboutTrust } from "../support/arbitrary-statement.ts";
import {
  arbitraryWorld,
  buildWorld,
  forAnyKey,
  type JsonWorld,
} from "../support/arbitrary-world.ts";
import { seededChoices } from "../support/choices.ts";
import { layersOf, type Outcome, requestOf, runs } from "./run-world.ts";

/**
 * Fails when a certainty could turn the outcome under a doubt. An implicit deny stands although what
 * is unknown may deny as well: nobody gets in either way, and what it says is missing is missing.
 */
function expectAdmits(
  doubtful: Outcome,
  certain: readonly Outcome[],
  { keys }: Pick<JsonWorld, "keys"> = {},
): void {
  const admitted: Readonly<Record<Outcome, readonly Outcome[]>> = {
    allowed: ["allowed"],
    // A key's denial decides though nobody can say whether S3 comes to ask (R73).
    explicitDeny: keys === undefined ? ["explicitDeny"] : ["explicitDeny", "implicitDeny"],
    implicitDeny: ["implicitDeny", "explicitDeny"],
    unknown: certain,
  };
  expect(certain.filter((outcome) => !admitted[doubtful].includes(outcome))).toEqual([]);
}

/** Of the worlds in which the doubt does not matter, the share that were decided all the same. */
function tallyDecided(): {
  readonly add: (doubtful: Outcome, certain: readonly Outcome[]) => void;
  readonly share: () => number;
} {
  const count = { agreed: 0, decided: 0 };
  return {
    add: (doubtful, certain) => {
      if (new Set(certain).size > 1) return;
      count.agreed++;
      if (doubtful !== "unknown") count.decided++;
    },
    share: () => count.decided / count.agreed,
  };
}

/** Asks about the same policies again, with parts of the request changed. */
function askingAgain(world: JsonWorld): (changes: Partial<AuthorizationRequest>) => Outcome {
  const layers = layersOf(world);
  return (changes) => decide({ ...requestOf(world), ...changes }, layers).outcome;
}

/** Policies of a role or of a bucket itself are not those of objects. */
function isAboutObject({ request }: JsonWorld): boolean {
  return !isAboutTrust(request) && request.resource.includes("/");
}

function contextWith(
  { request }: JsonWorld,
  key: string,
  value: ContextValue | undefined,
): RequestContext {
  const context = new Map<string, ContextValue>(request.context);
  context.delete(key);
  if (value !== undefined) context.set(key, value);
  return context;
}

describe("what is unknown", () => {
  it("in the context gives no answer that a value would turn", () => {
    const decided = tallyDecided();
    const doubt = fc.constantFrom(...Object.keys(CONTEXT_VALUES));
    fc.assert(
      fc.property(arbitraryWorld, doubt, (world, key) => {
        const ask = askingAgain(world);
        const doubtful = ask({ context: contextWith(world, key, "unknown") });
        const certain = [undefined, ...(CONTEXT_VALUES[key] ?? [])].map((value) =>
          ask({ context: contextWith(world, key, value) }),
        );
        expectAdmits(doubtful, certain, world);
        decided.add(doubtful, certain);
      }),
      runs(0.1),
    );
    expect(decided.share()).toBeGreaterThan(0.9);
  }, 300_000);

  it("about the owner gives no answer that an owner would turn", () => {
    const decided = tallyDecided();
    fc.assert(
      fc.property(arbitraryWorld, (world) => {
        const ask = askingAgain(world);
        const doubtful = ask({ resourceAccount: "unknown" });
        const certain = [...ACCOUNTS, "333333333333"].map((resourceAccount) =>
          ask({ resourceAccount }),
        );
        expectAdmits(doubtful, certain, world);
        decided.add(doubtful, certain);
      }),
      runs(0.1),
    );
    expect(decided.share()).toBeGreaterThan(0.95);
  }, 300_000);

  it.each(DOUBTFUL_LAYERS)(
    "about %s gives no answer that knowing it would turn",
    (layer) => {
      const decided = tallyDecided();
      const seed = fc.integer({ min: 0, max: 0x7fffffff });
      const seeds = fc.array(seed, { minLength: 6, maxLength: 6 });
      fc.assert(
        fc.property(arbitraryWorld, seeds, (world, ofOthers) => {
          fc.pre(isAboutObject(world));
          const layers = layersOf(world);
          fc.pre(layers[layer] !== undefined);
          const ask = (known: unknown): Outcome =>
            decide(requestOf(world), { ...layers, [layer]: known }).outcome;
          // Other worlds take long to make, and most worlds have no such layer: they come last.
          const certain = [world, ...ofOthers.map((from) => buildWorld(seededChoices(from)))]
            .filter((other) => !isAboutTrust(other.request))
            .map((other) => layersOf(other)[layer])
            .filter((known) => known !== undefined)
            .map(ask);
          const doubtful = ask("unreadable");
          expectAdmits(doubtful, certain, layer === "keys" ? { keys: [] } : world);
          decided.add(doubtful, certain);
        }),
        runs(0.05),
      );
      expect(decided.share()).toBeGreaterThan(0.05);
    },
    300_000,
  );

  it("about the key gives no answer that a key would turn", () => {
    const decided = tallyDecided();
    const endings = ["", "a", "b", "/", "a/b", "lice/a", "*", "?", "ab/a", "/a"];
    fc.assert(
      fc.property(arbitraryWorld, fc.nat(30), (one, cut) => {
        const world = forAnyKey(one);
        fc.pre(world.request.action.startsWith("s3:") && one.accessPoint === undefined);
        const resource = world.request.resource.slice(0, Math.max(14, cut));
        const ask = askingAgain(world);
        const doubtful = ask({ resource, anyKeyUnder: true });
        const certain = endings.map((ending) => ask({ resource: resource + ending }));
        expectAdmits(doubtful, certain, world);
        decided.add(doubtful, certain);
      }),
      runs(0.1),
    );
    expect(decided.share()).toBeGreaterThan(0.5);
  }, 300_000);
});
