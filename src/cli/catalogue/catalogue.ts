import type {
  Actor,
  Answer,
  Blocker,
  CauseId,
  Decision,
  DenialLayer,
  DenyException,
  DiagnosisCode,
  GrantedDocument,
  GrantNotes,
  GrantRefusal,
  NeedOccasion,
  Opening,
  Probe,
  Revocation,
  Verdict,
  Way,
  WrongFix,
} from "../../app/index.ts";
import type { Language, Sentence } from "../../aws/index.ts";
import type { HelpWords } from "./help-words.ts";
import type { LintWords } from "./lint-words.ts";
import type { RequestWords } from "./request-words.ts";
import type { FleetWords } from "./fleet-words.ts";
import type { JobWords } from "./job-words.ts";

/** Every sentence that a person reads, in one language; codes and AWS's own texts stay English. */
export interface Catalogue {
  readonly language: Language;
  readonly layers: Readonly<Record<DenialLayer, string>>;
  readonly diagnoses: Readonly<Record<DiagnosisCode, string>>;
  readonly causes: Readonly<Record<CauseId, string>>;
  readonly check: CheckWords;
  readonly explain: ExplainWords;
  readonly grant: GrantWords;
  readonly help: HelpWords;
  readonly lab: LabWords;
  readonly lint: LintWords;
  /** What stands before the stack of an error that nobody planned for. */
  readonly fault: string;
  /** What stands before the message of an error about a file of this program that is not there. */
  readonly partGone: string;
  /** Where the page is. */
  readonly page: (url: string) => string;
  readonly probe: ProbeWords;
  readonly request: RequestWords;
  readonly story: StoryWords;
  readonly sync: SyncWords;
  readonly fleet: FleetWords;
  readonly jobs: JobWords;
  readonly test: TestWords;
}

/** A need as sentences name it. */
export interface NeedWords {
  readonly action: string;
  readonly resource: string;
}

export interface CheckWords {
  readonly caller: (caller: { who: string; account: string; label: Sentence }) => string;
  readonly source: string;
  readonly destination: string;
  /** What a permission is about, where it is no bucket. */
  readonly role: string;
  readonly jobs: string;
  /** Heading of the column with each permission's answer. */
  readonly result: string;
  /** Under the heading of a layer that is another account's for each bucket. */
  readonly bucketsOwner: string;
  readonly blocker: (blocker: Blocker, need: NeedWords) => string;
  /** AWS named no layer. */
  readonly deniedSomewhere: (need: NeedWords) => string;
  readonly askForException: string;
  readonly requestPayer: string;
  readonly useTls: string;
  readonly sendHeader: string;
  readonly unpublish: string;
  readonly dropAcl: string;
  readonly otherEncryption: string;
  readonly otherWay: string;
  /** What stops no run, by when it is asked for; of what goes in parts, from which size on. */
  readonly foreseen: Readonly<Record<NeedOccasion, (size: string) => string>>;
  /** Why what only large objects take is taken. */
  readonly largeSeen: (seen: { large: number; looked: number; size: string }) => string;
  /** Why nobody knows whether it is; without `seen`, nobody looked. */
  readonly largeUnseen: (seen: { looked: number; size: string } | undefined) => string;
  readonly assumed: (layers: readonly DenialLayer[]) => string;
  /** Labels of the lines under a finding, of one width. */
  readonly labels: Readonly<
    Record<"awsSays" | "awsWouldSay" | "cause" | "why" | "hides" | "who" | "fix", string>
  >;
  readonly hidden: (need: NeedWords) => string;
  readonly who: (account: string, own: string | undefined) => string;
  readonly unknownOwner: (bucket: string) => string;
  readonly endpointOwner: string;
  readonly unanswered: (answer: Answer, why: readonly string[]) => string;
  /** Reasons one after the other. */
  readonly reasons: (reasons: readonly string[]) => string;
  readonly openForTags: (need: NeedWords) => string;
  readonly tagsUnseen: string;
  readonly dependsOnKey: (need: NeedWords) => string;
  /** Labels of the lines under it, of one width: what the keys on that line have for an answer. */
  readonly keyOutcomes: Readonly<Record<Decision["outcome"], string>>;
  readonly tooManyKeySets: string;
  readonly keysExcept: (patterns: string, except: string) => string;
  readonly askOwner: string;
  readonly verdict: (
    verdict: Verdict,
    /** Of the unknown ones, `byKey` are known for each key, and `bySize` are missing for large objects. */
    counts: { denied: number; unknown: number; byKey: number; bySize: number; all: number },
  ) => string;
  readonly stopped: string;
}

export interface ProbeWords {
  readonly heading: string;
  /** How a request is sent so that it has no effect; nothing of one that never has any. */
  readonly manner: Readonly<Partial<Record<Probe["operation"], string>>>;
  /** What follows when AWS let a request pass. */
  readonly shows: (actions: readonly string[]) => string;
  readonly refused: (code: string, action: string | undefined) => string;
  readonly open: (code: string) => string;
  readonly untried: Readonly<Record<"noKey" | "wouldStay", string>>;
  readonly left: (begun: { upload: string; object: string }) => string;
  readonly overruled: (need: NeedWords, predicted: "allowed" | "denied") => string;
}

export interface ExplainWords {
  /** In how many lines was looked. */
  readonly nothingFound: (lines: number) => string;
  readonly times: (count: number) => string;
  readonly actor: (actor: Actor) => string;
  readonly wrongFix: (fix: WrongFix) => string;
  readonly labels: Readonly<
    Record<
      | "means"
      | "who"
      | "causes"
      | "hides"
      | "avoid"
      | "fix"
      | "keys"
      | "decoded"
      | "details"
      | "next",
      string
    >
  >;
  /** What mends a silent bucket policy; `roleName` when the caller is a role session. */
  readonly allowInBucketPolicy: (roleName: string | undefined) => string;
  readonly decode: (command: string) => string;
  /** Who was asked to decode a message, and what AWS said. */
  readonly notDecoded: (refusal: string) => string;
  /** The parts of a statement as they are written; any of them may be empty. */
  readonly matchedStatement: (
    statement: Readonly<Record<"sid" | "effect" | "actions" | "resources" | "conditions", string>>,
  ) => string;
  readonly noStatement: (isExplicit: boolean) => string;
  /** What could not be evaluated, as JSON. */
  readonly failure: (failure: string) => string;
  readonly askForDetails: (id: string) => string;
  readonly next: string;
}

export interface GrantWords {
  readonly document: (document: GrantedDocument, account: string) => string;
  readonly nothingToDo: string;
  readonly refusal: (refusal: GrantRefusal) => string;
  readonly proved: (counts: { allowed: number; all: number }) => string;
  readonly unproved: (need: NeedWords) => string;
  readonly stillDenied: (need: NeedWords) => string;
  readonly minimal: string;
  readonly unnecessary: (sid: string) => string;
  /** An action or a resource of a statement. */
  readonly spare: (sid: string, part: string) => string;
  readonly dropped: (principals: readonly string[]) => string;
  readonly exception: (statement: DenyException["ref"]) => string;
  readonly opens: (document: string, also: readonly string[]) => string;
  readonly opening: (opening: Opening) => string;
  readonly beforeUnknown: (why: Sentence) => string;
  readonly wrote: (path: string) => string;
  readonly keptBefore: (path: string) => string;
  readonly applied: (document: string, as: Sentence) => string;
  /** What is refused by a setting, or for what the request can bring, and what to do. */
  readonly otherwise: (
    refused: Extract<GrantRefusal, { readonly code: "explicit-deny" }>,
    advice: string,
  ) => string;
  /** Of what is no document but made as a whole. */
  readonly made: (document: string, as: Sentence) => string;
  readonly notApplied: (document: string) => string;
  /** Nobody may write to a role of Identity Center. */
  readonly notAppliedHere: (document: string) => string;
  readonly revoked: (document: string, as: Sentence) => string;
  readonly leftToOwner: (document: string) => string;
  readonly roleKept: (document: string, keptFor: NonNullable<Revocation["keptFor"]>) => string;
  readonly unmade: (document: string, as: Sentence) => string;
  readonly roleMade: (document: string, as: Sentence) => string;
  readonly roleDeleted: (document: string, as: Sentence) => string;
  readonly nothingToRevoke: string;
  /** What AWS says once the changes are made. */
  readonly confirmed: (verdict: Verdict) => string;
  readonly toApply: (line: string) => string;
  /** Of a grant that leaves out what only objects of that size and more take. */
  readonly smallerThan: (size: string) => string;
  /** Comments in the files that other tools read. */
  readonly notes: Omit<GrantNotes, "document">;
  /** The note to the other account's people. */
  readonly note: GrantNoteWords;
}

interface GrantNoteWords {
  readonly title: (account: string) => string;
  readonly asks: (callers: readonly string[]) => string;
  /** As whom jobs copy. */
  readonly asRole: (role: string) => string;
  readonly needs: string;
  /** Of what is left out for objects of that size and more. */
  readonly smallerThan: (size: string) => string;
  readonly onlyThese: string;
  readonly add: string;
  readonly whole: string;
  readonly alone: string;
  readonly open: string;
  readonly checked: string;
  readonly withCli: string;
  readonly takeBack: string;
}

export interface SyncWords {
  readonly keptIn: (place: string) => string;
  /** How many transfers and deletions have failed, in a line of progress, and the commonest cause by its code. */
  readonly failedSoFar: (
    count: number,
    commonest: { readonly cause: string; readonly count: number } | undefined,
  ) => string;
  /** How long the rest of a run may take. */
  readonly timeLeft: (seconds: number) => string;
  /** Where all keys are that failed. */
  readonly failedKeys: (list: { path: string; count: number }) => string;
  readonly totals: (plan: { transfers: number; size: string; deletions: number }) => string;
  /** How objects go from bucket to bucket, and why. */
  readonly ways: {
    readonly copy: (profile: string | undefined) => string;
    /** What may help where S3 did not copy all of it. */
    readonly other: string;
    readonly stream: Readonly<Record<Extract<Way, { readonly through: "stream" }>["why"], string>>;
  };
  readonly requests: (kinds: string) => string;
  readonly cost: (cost: {
    dollars: string;
    jobs?: number;
    priceList: string;
    pricesOf: string;
  }) => string;
  readonly verdicts: Readonly<Record<Verdict, string>>;
  readonly resumed: (run: {
    run: string;
    transferred: number;
    size: string;
    deleted: number;
    listsAgain: boolean;
  }) => string;
  /** Of a run that a person watches. */
  readonly keys: Readonly<
    Record<"hint" | "paused" | "goesOn" | "finishing" | "finished" | "noFailures", string>
  >;
  readonly damagedJournal: (line: number) => string;
  readonly resumable: (how: { command: string; uploads: number }) => string;
  readonly notResumable: (reason: string) => string;
  /** What sets right what `--verify` found, by how the run compared; `without` are the options that hinder it. */
  readonly setRight: (run: { byContent: boolean; without: readonly string[] }) => string;
  /** What all processes of a run did. */
  readonly inAll: (counts: Readonly<Record<"before" | "now" | "all", WorkDone>>) => string;
}

interface WorkDone {
  readonly transferred: number;
  readonly size: string;
  readonly deleted: number;
}

export interface TestWords {
  /** What is held against the world. */
  readonly rule: string;
  readonly broken: (expected: "can" | "cannot", verdict: Verdict) => string;
  /** Under a verdict that is open because nobody said how large objects are. */
  readonly hangsOnSize: string;
  readonly summary: (counts: { held: number; all: number }) => string;
}

export interface LabWords {
  readonly ready: (lab: { url: string; accounts: number; profiles: readonly string[] }) => string;
  readonly readyForTls: (tls: { url: string; caPath: string }) => string;
  readonly saved: (path: string) => string;
  readonly notPulled: (what: Sentence) => string;
  /** The same, in the file that it is left out of. */
  readonly notRead: (what: Sentence) => string;
  readonly lacked: (lacks: readonly { what: string; count: number }[]) => string;
}

export interface StoryWords {
  readonly title: (step: StoryStep) => string;
  readonly lab: (lab: { url: string; roleArn: string }) => string;
  readonly tree: (tree: { files: number; bytes: string; from: string }) => string;
  readonly wrongFix: (fix: "session" | "path" | "objects") => string;
  readonly wrongFixResult: (fix: "session" | "path" | "objects") => string;
  readonly verified: (objects: number) => string;
  readonly nothingMoved: string;
  readonly identical: (files: number) => string;
  readonly repeat: string;
  /** Comments between the reader's commands. */
  readonly notes: Readonly<
    Record<"both" | "lab" | "sluice" | "aws" | "refused" | "closed", string>
  >;
  readonly keep: (url: string) => string;
  readonly done: (seconds: string) => string;
  readonly unexpected: (step: { line: string; wanted: string; got: string }) => string;
}

export type StoryStep = "world" | "up" | "refused" | "wrongFixes" | "grant" | "down" | "repeat";
