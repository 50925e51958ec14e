import type { Job } from "../../src/app/index.ts";
import { perspectivesIn } from "../../src/app/check-in-world.ts";
import { checkFacts } from "../../src/app/check-job.ts";
import { profileOf } from "../../src/app/job.ts";
import type { Facts, SizesSeen } from "../../src/access/index.ts";
import { isOfParts } from "../../src/access/needs/is-of-parts.ts";
import { keyPrefix } from "../../src/sync/sides/place.ts";
import type { AwsCall } from "../../src/aws/index.ts";
import type { Decision, World } from "../../src/policy/index.ts";
import { ownNameOf } from "./build-door.ts";
import { type Foretold, foretellByKey, foretellByPrefix, layersOf } from "./foretell.ts";
import { type Answer, type CallKeys, senderOf } from "./send-call.ts";
import { openStage, type StageOptions } from "./stage.ts";

/** One request of a sync: what the check said of it, and what the lab did. */
interface Trial {
  readonly request: string;
  readonly call: AwsCall;
  readonly foretold: Foretold;
  readonly answer: Answer;
}

export interface SyncTrial {
  readonly tagged: boolean;
  /** Whether the layer that refuses is held against the check's too, and not the text alone. */
  readonly isWatched: boolean;
  /** What the check is told of, where that is not the lab's world. */
  readonly told?: World;
}

/** What came of a world. */
export interface Outcome {
  readonly verdict: "allowed" | "denied" | "unknown";
  readonly trials: readonly Trial[];
  /** Where check and lab differ; empty when they agree. */
  readonly differences: readonly string[];
}

/** Relative to the prefix of a side. */
const NAMES = ["a.txt", "sub/b.log"] as const;

/** Sends every request of a sync to a lab of a world, and holds the answers against the check's. */
export async function trySync(world: World, job: Job, options: SyncTrial): Promise<Outcome> {
  const { tagged, isWatched, told = world } = options;
  const perspectives = perspectivesIn(job, told);
  const check = checkFacts(perspectives, [], sizesWith(1));
  const factsOf = (call: AwsCall): Facts => {
    const profiles = [...new Set(check.perspectives.map(({ facts }) => facts.callerLabel.en))];
    const label = `profile ${profileOf(job, call.side) ?? ""}`;
    const facts = check.perspectives[profiles.indexOf(label)]?.facts;
    if (facts === undefined) throw new Error(`nobody has looked as ${label}`);
    return facts;
  };
  const objects = objectsOf(job);
  const stage = await openStage(world, { objects, tagged, isWatched });
  const sender = senderOf(stage, job, tagged);
  const trials: Trial[] = [];
  const differences: string[] = [];
  try {
    for (const call of job.calls) {
      const about = { facts: factsOf(call), tagged };
      const byPrefix = foretellByPrefix(call, job.calls, about);
      for (const name of call.operation === "ListObjectsV2" ? [""] : NAMES) {
        const on = { on: prefixOf(call.on) + name, from: prefixOf(call.from) + name };
        const answer = await sender.send(call, on);
        const refusal = stage.takeRefusal();
        if (answer.kind === "skipped") continue;
        const foretold = foretellByKey(call, job.calls, { ...about, keys: on });
        const trial = { request: requestText(call, on), call, foretold, answer };
        trials.push(trial);
        const wide = { ...trial, foretold: byPrefix(on) };
        differences.push(...differencesIn(trial, true), ...differencesIn(wide, false));
        if (answer.kind === "refused") differences.push(...differencesOfLayer(trial, refusal));
      }
    }
  } finally {
    await stage.close();
  }
  // What tagged objects take beside does not decide.
  if (!tagged) {
    differences.push(...differencesOfVerdict(check.verdict, trials));
    const atOneGo = trials.filter(({ call }) => !isOfParts(call.operation));
    const { verdict: ofSmall } = checkFacts(perspectives, [], sizesWith(0));
    differences.push(...differencesOfVerdict(ofSmall, atOneGo, "of small objects "));
    // Where nobody looked, what is said is true of both.
    const { verdict: ofAny } = checkFacts(perspectives, []);
    const held = ofAny === "denied" ? atOneGo : trials;
    differences.push(...differencesOfVerdict(ofAny, held, "of any objects "));
  }
  return { verdict: check.verdict, trials, differences };
}

/** Objects in both places, as a sync that goes on finds them. */
function objectsOf({ source, destination, options }: Job): StageOptions["objects"] {
  const places = [
    { place: source, sseCustomer: options.sourceCustomerKey },
    { place: destination, sseCustomer: options.write.sseCustomer },
  ];
  return places.flatMap(({ place, sseCustomer }) => {
    if (place.kind === "local") return [];
    const { prefix } = place;
    const bucket = ownNameOf(place.bucket);
    return NAMES.map((name) => ({ bucket, key: keyPrefix(prefix) + name, sseCustomer }));
  });
}

/** What is known of sizes where so many objects are large, and all have been seen. */
function sizesWith(large: number): SizesSeen {
  return { threshold: 8 * 1024 * 1024, looked: 2, large, isWhole: true };
}

function prefixOf(scope: AwsCall["from"]): string {
  if (scope === undefined) return "";
  return scope.keys.kind === "prefix" ? scope.keys.prefix : scope.keys.key;
}

function requestText({ operation, on, from }: AwsCall, keys: CallKeys): string {
  const source = from === undefined ? "" : ` from ${from.bucket}/${keys.from}`;
  return `${operation} ${on.bucket}/${operation === "ListObjectsV2" ? "" : keys.on}${source}`;
}

function differencesIn({ request, foretold, answer }: Trial, isExact: boolean): readonly string[] {
  const { outcome, texts } = foretold;
  const how = isExact ? "" : " by prefix";
  if (outcome === "unknown" || answer.kind === "skipped") return [];
  if (answer.kind === "done") {
    return outcome === "allowed"
      ? []
      : [`${request}: denied${how} (${texts.join(" | ")}), but passes`];
  }
  const said = `${answer.code}: ${answer.message}`;
  if (outcome === "allowed") return [`${request}: allowed${how}, but refused: ${said}`];
  // To HEAD there is no text.
  const hasText = isExact && texts.length > 0 && !request.startsWith("HeadObject");
  return !hasText || texts.includes(said)
    ? []
    : [`${request}: other words than ${texts.join(" | ")}: ${said}`];
}

/** What the lab's own decision says, which no text may tell. */
function differencesOfLayer(
  { request, foretold }: Trial,
  refusal: Decision | undefined,
): readonly string[] {
  const { layers } = foretold;
  const found = refusal === undefined ? [] : layersOf(refusal);
  return layers.length === 0 || found.every((layer) => layers.includes(layer))
    ? []
    : [`${request}: refused by ${found.join(" | ")}, not by ${layers.join(" | ")}`];
}

/** A run that is said to pass must; one that is said not to must not. */
function differencesOfVerdict(
  verdict: Outcome["verdict"],
  trials: readonly Trial[],
  which = "",
): readonly string[] {
  const essential = trials.filter(({ call }) => !ASIDE.has(call.operation));
  const refused = essential.find(({ answer }) => answer.kind === "refused");
  if (verdict === "allowed" && refused !== undefined) {
    return [`the sync ${which}is allowed, but ${refused.request} is refused`];
  }
  return verdict === "denied" && refused === undefined
    ? [`the sync ${which}is denied, but every request passes`]
    : [];
}

/** What a run can do without. */
const ASIDE: ReadonlySet<string> = new Set([
  "GetObjectTagging",
  "PutObjectTagging",
  "AbortMultipartUpload",
]);
