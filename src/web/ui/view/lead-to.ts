import { accountCaller, type World, worldPrincipals } from "../../../policy/index.ts";
import type { PageState } from "./fragment.ts";
import type { Given } from "./given.ts";
import { lookAt, type WorldRead } from "./look-at.ts";
import type { ExplainedError } from "./page-tools.ts";

type Read = Extract<WorldRead, { kind: "read" }>;

/** What to pick on the page to see the request that a pasted text is about; undefined where this world has none such. */
export function leadTo(
  error: ExplainedError,
  read: Read,
  { state, given }: { readonly state: PageState; readonly given: Given },
): Partial<PageState> | undefined {
  const { principal, action, bucket } = error;
  if (action === undefined || bucket === undefined || !hasBucket(read.world, bucket)) {
    return undefined;
  }
  const profile = principal === undefined ? state.profile : profileOf(principal, read.world);
  if (profile === undefined) return undefined;
  for (const ends of endsFor(error, read, state)) {
    const picked = { ...state, ...ends, profile };
    const look = lookAt(read, picked, given);
    if (look.kind !== "answered") continue;
    if (principal !== undefined && look.run.profile !== profile) continue;
    const need = look.after.all.findIndex(
      (answer) => answer.need.action === action && answer.need.bucket === bucket,
    );
    if (need !== -1) return { ...ends, profile, need, layer: undefined };
  }
  return undefined;
}

function hasBucket({ accounts }: World, bucket: string): boolean {
  return Object.values(accounts).some(({ buckets }) => Object.hasOwn(buckets, bucket));
}

/** A session's name differs from run to run, so another session of the same role will do. */
function profileOf(principal: string, world: World): string | undefined {
  const everybody = worldPrincipals(world).flatMap(({ profile, caller }) => {
    const arn = accountCaller(caller)?.arn;
    return arn === undefined ? [] : [{ profile, arn }];
  });
  const role = roleIn(principal);
  return (
    everybody.find(({ arn }) => arn === principal) ??
    everybody.find(({ arn }) => role !== undefined && roleIn(arn) === role)
  )?.profile;
}

function roleIn(arn: string): string | undefined {
  return /^(.*:assumed-role\/[^/]+)\//.exec(arn)?.[1];
}

type Ends = Pick<PageState, "source" | "destination">;

/** The places that the failed run may have been between. */
function endsFor(
  error: ExplainedError,
  { story }: Read,
  { source, destination }: PageState,
): readonly Ends[] {
  const now = { source, destination };
  if (story !== undefined) return [now];
  const { bucket = "", sourceBucket, destinationBucket } = error;
  const told =
    sourceBucket === undefined || destinationBucket === undefined
      ? []
      : [{ source: `s3://${sourceBucket}`, destination: `s3://${destinationBucket}` }];
  return [
    ...told,
    now,
    { source: `s3://${bucket}`, destination: "." },
    { source: ".", destination: `s3://${bucket}` },
  ];
}
