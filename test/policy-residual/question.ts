import fc from "fast-check";
import {
  type AuthorizationRequest,
  type ContextValue,
  decide,
  type Decision,
  type PolicyLayers,
  type Residual,
  residualOf,
} from "../../src/policy/index.ts";
import { layersOf } from "../policy-differential/run-world.ts";
import { CONTEXT_VALUES } from "../support/arbitrary-request.ts";
import { arbitraryWorld, forAnyKey, type JsonWorld } from "../support/arbitrary-world.ts";

const STARTS = ["", "/", "/", "/", "/a", "/a/", "/alice", "/alice/", "/b", "/é", "/*", "/${"];
const ENDINGS = ["a", "b", "A", "/", "alice/", "*", "?", "$", "{*}", "é", "😀", "lice"];

/** A question about every key that starts with `prefix`, which is `bucket/…` or cut shorter. */
export interface Question {
  readonly request: AuthorizationRequest;
  readonly layers: PolicyLayers;
  readonly prefix: string;
  /** What keys may go on with. */
  readonly endings: readonly string[];
}

/** The identity policies of two worlds, so that there are more sets of keys, and a key that nobody knows. */
export const arbitraryQuestion: fc.Arbitrary<Question> = fc
  .record({
    world: arbitraryWorld,
    other: arbitraryWorld,
    bucket: fc.constantFrom("b1", "b1", "b2"),
    start: fc.constantFrom(...STARTS),
    endings: fc.array(
      fc.array(fc.constantFrom(...ENDINGS), { maxLength: 4 }).map((pieces) => pieces.join("")),
      { minLength: 6, maxLength: 6 },
    ),
    areNamesakes: fc.boolean(),
    unknown: fc.option(fc.constantFrom(...Object.keys(CONTEXT_VALUES), "aws:username")),
  })
  .map(({ world, other, bucket, start, endings, unknown, areNamesakes }) => {
    const prefix = `${bucket}${start}`;
    const context = new Map<string, ContextValue>(world.request.context);
    if (unknown !== null) context.set(unknown, "unknown");
    const resource = `arn:aws:s3:::${prefix}`;
    const layers = layersOf(forAnyKey(withIdentityOf(world, other)));
    return {
      request: { ...world.request, resource, anyKeyUnder: true, context },
      layers: areNamesakes ? layers : namedApart(layers),
      prefix,
      endings,
    };
  });

function withIdentityOf(world: JsonWorld, other: JsonWorld): JsonWorld {
  return { ...world, identity: [...world.identity, ...other.identity] };
}

function namedApart(layers: PolicyLayers): PolicyLayers {
  const { identity } = layers;
  if (identity === "unreadable") return layers;
  return { ...layers, identity: identity.map((policy, i) => ({ ...policy, name: `policy ${i}` })) };
}

/** The residual of a question. */
export function residualFor({ request, layers }: Question): Residual {
  return residualOf(request, layers);
}

/** What the evaluator says of one key. */
export function outcomeFor({ request, layers }: Question, key: string): Decision["outcome"] {
  const resource = `arn:aws:s3:::${key}`;
  return decide({ ...request, resource, anyKeyUnder: false }, layers).outcome;
}
