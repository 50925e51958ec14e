import { type Sentence, UsageError } from "../../../aws/index.ts";
import { worldOfText } from "../../../access/index.ts";
import { type World, worldPrincipals } from "../../../policy/index.ts";
import { alsoOpened, type Answers, answersOf, type Opening } from "./answers.ts";
import { callsBetween } from "./calls-between.ts";
import type { PageState } from "./fragment.ts";
import type { Given, Run, Story } from "./given.ts";
import { saidSizes } from "./said-sizes.ts";

/** A world file that somebody opened. */
export interface OpenedFile {
  readonly name: string;
  readonly text: string;
}

/** A world to look at, and the story that it belongs to. */
export type WorldRead =
  | { readonly kind: "read"; readonly world: World; readonly story: Story | undefined }
  | { readonly kind: "unread"; readonly problem: Sentence }
  /** The address is about a file that is not open. */
  | { readonly kind: "closed" };

/** Reads the world that is picked: a story's, or the file that somebody opened. */
export function readWorld(
  from: string,
  { stories }: Given,
  opened: OpenedFile | undefined,
): WorldRead {
  const story = stories.find(({ id }) => id === from);
  if (story !== undefined) return { kind: "read", world: worldOfText(story.world, from), story };
  if (opened === undefined) return { kind: "closed" };
  const { name, text } = opened;
  return orProblem(() => ({ kind: "read", world: worldOfText(text, name), story }));
}

/** A run, answered as the files say and as they are changed. */
export interface Look {
  readonly kind: "answered";
  readonly run: Run;
  readonly profiles: readonly string[];
  readonly before: Answers;
  readonly after: Answers;
  readonly opens: readonly Opening[];
}

/** What is picked beside the world. */
type Picked = Pick<PageState, "profile" | "source" | "destination" | "large" | "edits">;

/** Answers the run that is picked. */
export function lookAt(
  { world, story }: Extract<WorldRead, { kind: "read" }>,
  picked: Picked,
  given: Given,
): Look | { readonly kind: "unread"; readonly problem: Sentence } {
  const { edits } = picked;
  return orProblem(() => {
    const sizes = saidSizes(picked.large, given.multipartThreshold);
    const run = { ...(story ?? runIn(world, picked, given)), ...(sizes && { sizes }) };
    const before = answersOf({ world, run }, new Map());
    return {
      kind: "answered",
      run,
      profiles: worldPrincipals(world).map(({ profile }) => profile),
      before,
      after: edits.size === 0 ? before : answersOf({ world, run }, edits),
      opens: alsoOpened({ world, run }, edits),
    };
  });
}

function orProblem<T>(read: () => T): T | { readonly kind: "unread"; readonly problem: Sentence } {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { kind: "unread", problem: error.sentence };
  }
}

/** A run between the places that were typed: at first, from the first bucket to the last. */
function runIn(world: World, picked: Picked, { shapes }: Given): Run {
  const buckets = Object.values(world.accounts).flatMap(({ buckets: of }) => Object.keys(of));
  const profile = picked.profile || (worldPrincipals(world)[0]?.profile ?? "");
  const source = picked.source || `s3://${buckets[0] ?? "source"}`;
  const destination = picked.destination || `s3://${buckets.at(-1) ?? "destination"}`;
  return {
    line: `sluice sync ${source} ${destination} --profile ${profile}`,
    profile,
    calls: callsBetween(shapes, source, destination),
    acceptsCharges: false,
    usesTls: true,
  };
}
