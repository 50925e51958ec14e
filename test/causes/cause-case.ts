import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

/** A command as it is typed in a shell, without the profile that it is sent with. */
export interface Call {
  /** The environment's keys when absent. */
  readonly as?: string;
  readonly run: string;
}

/** A command of a story; of its answer, members are kept as shell variables for those after it. */
export interface Step extends Call {
  readonly keep?: Readonly<Record<string, string>>;
}

/** What `check` is to say. */
export interface WantedCheck {
  readonly verdict: "allowed" | "denied" | "unknown";
  /** Every finding: the needs, each layer that stops them (`resource 222222222222 silent`), and why. */
  readonly findings: readonly {
    readonly denied: readonly string[];
    readonly stops: readonly string[];
    readonly causes: readonly string[];
    readonly remedy: string;
  }[];
  /** Of what nobody could tell, or what only tagged objects and failed uploads take, the causes. */
  readonly open?: readonly string[];
  readonly foreseen?: readonly string[];
  /** What is in the text that people read, e.g. the statement and its place. */
  readonly says?: readonly string[];
}

/** What mends a refusal; without `call`, the same command is sent again. */
interface CauseFix {
  /** JSON Merge Patch on the world. */
  readonly patch?: Readonly<Record<string, unknown>>;
  readonly steps?: readonly Step[];
  /** The owners' profiles, where `sluice grant --apply` writes the fix. */
  readonly grant?: readonly string[];
  readonly call?: Call;
  /** Over TLS. */
  readonly https?: true;
  readonly clockAheadMinutes?: number;
  /** What the command then prints, where its success shows as another answer. */
  readonly ends?: { readonly exit: number; readonly says: readonly string[] };
}

/** One cause of a refusal: where it is met, how it shows, what mends it. */
export interface CauseCase {
  readonly cause: string;
  readonly name: string;
  readonly source: string;
  /** The words of the table. */
  readonly tells?: {
    readonly blocks: string;
    readonly account: string;
    readonly hides: string;
    readonly fix: string;
  };
  /** A file of `worlds/causes`. */
  readonly world: string;
  readonly prepare?: readonly Step[];
  readonly call: Call;
  /** How far the lab's clock is ahead of the client's. */
  readonly clockAheadMinutes?: number;
  /** Parts of what is printed. */
  readonly refused: readonly string[];
  /** What `explain` makes of that output: the diagnosis, and its causes, most likely first. */
  readonly explain: { readonly code: string; readonly causes: readonly string[] };
  /** On the facts of the world; of syncs only. */
  readonly check?: WantedCheck;
  /** On facts that are read from the lab through these owners' profiles. */
  readonly live?: {
    readonly owners: readonly string[];
    /** The profile of the management account, where it is named. */
    readonly organization?: string;
  } & WantedCheck;
  readonly fix: CauseFix;
  /** What the lab or the check lacks, so that less is said here than AWS would show. */
  readonly awaiting?: string;
}

const text = v.pipe(v.string(), v.nonEmpty());
const texts = v.array(text);
const call: v.GenericSchema<unknown, Call> = v.strictObject({
  as: v.exactOptional(text),
  run: text,
});
const step: v.GenericSchema<unknown, Step> = v.strictObject({
  as: v.exactOptional(text),
  run: text,
  keep: v.exactOptional(v.record(text, text)),
});
const checkEntries = {
  verdict: v.picklist(["allowed", "denied", "unknown"]),
  findings: v.array(v.strictObject({ denied: texts, stops: texts, causes: texts, remedy: text })),
  open: v.exactOptional(texts),
  foreseen: v.exactOptional(texts),
  says: v.exactOptional(texts),
} as const;
const fix: v.GenericSchema<unknown, CauseFix> = v.strictObject({
  patch: v.exactOptional(v.record(v.string(), v.unknown())),
  steps: v.exactOptional(v.array(step)),
  grant: v.exactOptional(texts),
  call: v.exactOptional(call),
  https: v.exactOptional(v.literal(true)),
  clockAheadMinutes: v.exactOptional(v.number()),
  ends: v.exactOptional(v.strictObject({ exit: v.number(), says: texts })),
});
const causeCase: v.GenericSchema<unknown, CauseCase> = v.strictObject({
  cause: v.pipe(text, v.regex(/^(?:C\d\d|L\d)$/)),
  name: text,
  source: text,
  tells: v.exactOptional(v.strictObject({ blocks: text, account: text, hides: text, fix: text })),
  world: v.pipe(text, v.regex(/^[cl]\d\d$/)),
  prepare: v.exactOptional(v.array(step)),
  call,
  clockAheadMinutes: v.exactOptional(v.number()),
  refused: texts,
  explain: v.strictObject({ code: text, causes: texts }),
  check: v.exactOptional(v.strictObject(checkEntries)),
  live: v.exactOptional(
    v.strictObject({ owners: texts, organization: v.exactOptional(text), ...checkEntries }),
  ),
  fix,
  awaiting: v.exactOptional(text),
});

/** Reads every case of a part of the catalogue; a member that it does not know is a mistake. */
export function loadCauseCases(
  part: "catalogue" | "lookalikes",
): readonly (readonly [string, CauseCase])[] {
  const folder = join(import.meta.dirname, "..", "corpus", "causes", part);
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const read: unknown = JSON.parse(readFileSync(join(folder, file), "utf8"));
      const parsed = v.safeParse(causeCase, read);
      if (parsed.success) return [`${parsed.output.cause}: ${parsed.output.name}`, parsed.output];
      const [issue] = parsed.issues;
      throw new Error(`\`${part}/${file}\`: ${v.getDotPath(issue) ?? ""}: ${issue.message}`);
    });
}

/** A cause that the lab cannot show yet: what AWS prints, and what `explain` makes of it. */
export interface AwaitingCause extends Pick<CauseCase, "cause" | "name" | "source" | "explain"> {
  readonly tells: NonNullable<CauseCase["tells"]>;
  readonly text: string;
  readonly awaiting: string;
}

const awaitingCause: v.GenericSchema<unknown, AwaitingCause> = v.strictObject({
  cause: text,
  name: text,
  source: text,
  tells: v.strictObject({ blocks: text, account: text, hides: text, fix: text }),
  text,
  explain: v.strictObject({ code: text, causes: texts }),
  awaiting: text,
});

/** Reads the causes that have no case yet. */
export function loadAwaitingCauses(): readonly AwaitingCause[] {
  const file = join(import.meta.dirname, "..", "corpus", "causes", "awaiting.json");
  return v.parse(v.array(awaitingCause), JSON.parse(readFileSync(file, "utf8")));
}

/** A fix that looks right: applied to the story of a cause, the command is refused all the same. */
export interface Trap extends Pick<CauseCase, "name" | "source" | "fix" | "refused"> {
  readonly trap: string;
  /** The cause whose story it is. */
  readonly of: string;
}

const trap: v.GenericSchema<unknown, Trap> = v.strictObject({
  trap: v.pipe(text, v.regex(/^T\d\d$/)),
  of: text,
  name: text,
  source: text,
  fix,
  refused: texts,
});

/** Reads the fixes that fail. */
export function loadTraps(): readonly Trap[] {
  const file = join(import.meta.dirname, "..", "corpus", "causes", "traps.json");
  return v.parse(v.array(trap), JSON.parse(readFileSync(file, "utf8")));
}

/** What AWS or a client prints, where the lab cannot be brought to it. */
export interface ShownText extends Pick<CauseCase, "name" | "source" | "explain"> {
  readonly text: string;
}

const shownText: v.GenericSchema<unknown, ShownText> = v.strictObject({
  name: text,
  source: text,
  text,
  explain: v.strictObject({ code: text, causes: texts }),
});

/** Reads the texts of look-alikes. */
export function loadShownTexts(): readonly ShownText[] {
  const file = join(import.meta.dirname, "..", "corpus", "causes", "lookalike-texts.json");
  return v.parse(v.array(shownText), JSON.parse(readFileSync(file, "utf8")));
}
