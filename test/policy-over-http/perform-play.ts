import { type Credentials, readS3Error } from "../../src/aws/index.ts";
import { type Lab, startLab } from "../../src/lab/index.ts";
import { ask, type WireAnswer } from "../lab/wire.ts";
import type { Play, Verdict } from "./row-play.ts";
import type { Question } from "./row-question.ts";
import { ASKER, ownerOf } from "./row-world.ts";

/** What comes of a row. */
export interface Performance {
  readonly verdict: Verdict | WireAnswer;
  /** Whether everything was put in place, and everyone signed in, before the request. */
  readonly isStaged: boolean;
}

/** Asks a lab that has the row's world, and nothing but it. */
export async function perform(play: Play): Promise<Performance> {
  const { world, question, timeMs } = play;
  const faults: unknown[] = [];
  const lab = await startLab({ world, now: () => timeMs, onFault: (fault) => faults.push(fault) });
  try {
    const isObjectThere = await putObject(lab, play);
    const { credentials, isOpened } = await signIn(lab, play);
    const send = (next: Question): Promise<WireAnswer> =>
      ask(lab.port, { ...next, credentials, timestampMs: timeMs });
    const first = await send(question);
    const part = partOf(play, first);
    const answer = part === undefined ? first : await send(part);
    if (faults.length > 0) throw new Error("the lab failed", { cause: faults[0] });
    return { verdict: readVerdict(answer, question), isStaged: isObjectThere && isOpened };
  } finally {
    await lab.close();
  }
}

function credentialsOf(lab: Lab, profile: string): Credentials | undefined {
  return lab.principals.find((principal) => principal.profile === profile)?.credentials;
}

/** Puts what is asked for, and makes the changes that follow; says whether all of it was let. */
async function putObject(lab: Lab, { object, timeMs }: Play): Promise<boolean> {
  if (object === undefined) return true;
  const { owner, target, headers, region, afterwards } = object;
  const put = { account: owner, question: { method: "PUT", target, headers, region } };
  for (const { account, question } of [put, ...afterwards]) {
    // The root user has one profile: the asker's, where it is the one who asks.
    const credentials = credentialsOf(lab, ownerOf(account)) ?? credentialsOf(lab, ASKER);
    const { status } = await ask(lab.port, { ...question, credentials, timestampMs: timeMs });
    if (status >= 300) return false;
  }
  return true;
}

interface SignedIn {
  readonly credentials: Credentials | undefined;
  readonly isOpened: boolean;
}

async function signIn(lab: Lab, { isSigned, opening, timeMs }: Play): Promise<SignedIn> {
  const credentials = isSigned ? credentialsOf(lab, ASKER) : undefined;
  if (opening === undefined) return { credentials, isOpened: true };
  const { status, body } = await ask(lab.port, { ...opening, credentials, timestampMs: timeMs });
  return { credentials: readCredentials(body), isOpened: status === 200 };
}

function readCredentials(body: string): Credentials {
  const [accessKeyId = "", secretAccessKey = "", sessionToken = ""] = [
    "AccessKeyId",
    "SecretAccessKey",
    "SessionToken",
  ].map((name) => new RegExp(`<${name}>([^<]*)<`).exec(body)?.[1]);
  return { accessKeyId, secretAccessKey, sessionToken };
}

/** An upload in parts takes one permission to begin, and more to go on. */
function partOf({ question, hasParts }: Play, { body }: WireAnswer): Question | undefined {
  const id = /<UploadId>([^<]*)</.exec(body)?.[1];
  if (!hasParts || id === undefined) return undefined;
  const [path = ""] = question.target.split("?");
  return { ...question, method: "PUT", target: `${path}?partNumber=1&uploadId=${id}` };
}

// Whoever may do it, but asks for what is not there or says it wrongly.
const OWN_ERRORS: ReadonlySet<string> = new Set([
  "NoSuchKey",
  "NoSuchVersion",
  "NoSuchUpload",
  "NoSuchBucketPolicy",
  "NoSuchPublicAccessBlockConfiguration",
  "InvalidObjectState",
  "InvalidCiphertextException",
  "NotFoundException",
]);

function readVerdict(answer: WireAnswer, { service }: Question): Verdict | WireAnswer {
  if (answer.status < 300) return "allowed";
  const error = service === "kms" ? readJson(answer.body) : readS3Error(answer.body);
  if (error === undefined) return answer;
  return OWN_ERRORS.has(error.code) ? "allowed" : { code: error.code, message: error.message };
}

function readJson(text: string): { readonly code: string; readonly message: string } {
  const { __type: code = "", message = "" } = JSON.parse(text) as Record<string, string>;
  return { code, message };
}
