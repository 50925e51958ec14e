import { gatherFacts, type Reading, rememberAnswers, replayAnswers } from "../access/index.ts";
import type { Sentence } from "../aws/index.ts";
import { accountCaller } from "../policy/index.ts";
import { createAccountClient, loadProfile } from "../client/index.ts";
import type { CheckResult, Perspective } from "./check-job.ts";
import {
  type FactsRequest,
  readFactsRequest,
  witnessesIn,
  writeFactsRequest,
} from "./facts-request.ts";
import type { IdentityFlags } from "./job.ts";
import { type OpenQuestion, openQuestions } from "./open-questions.ts";

const WHO_ASKS: Sentence = { en: "who asks", ja: "依頼した人" };

/** Writes what a check could not find out to a file for those who know; undefined when nothing is open. */
export async function writeRequest(
  path: string,
  result: CheckResult,
  run: string,
): Promise<readonly OpenQuestion[]> {
  const questions = openQuestions(result);
  if (questions.length > 0) await writeFactsRequest(path, requestOf(result, questions, run));
  return questions;
}

function requestOf(
  { perspectives }: CheckResult,
  questions: readonly OpenQuestion[],
  run: string,
): FactsRequest {
  return {
    sluice: "request",
    version: 1,
    run,
    buckets: [...new Set(perspectives.flatMap(({ facts }) => [...facts.buckets.keys()]))],
    asks: questions.map(({ what, of, account }) => ({
      what,
      of,
      ...(account !== undefined && { account }),
    })),
    callers: perspectives.map(({ facts }) => [...whoIs(facts), ...ownBuckets(facts)]),
    answers: [],
  };
}

/** Who asks, as AWS tells it: that is all that policies are held against. */
function whoIs({ caller, principalArn }: Perspective["facts"]): readonly Reading[] {
  const insider = accountCaller(caller);
  if (insider === undefined) return [];
  const { account, arn } = insider;
  const userId = insider.kind === "root" ? account : insider.userId;
  const identity = { call: "callerIdentity", of: [], answer: { account, arn, userId } } as const;
  const roleName = arn.split("/")[1] ?? "";
  if (insider.kind !== "roleSession" || !principalArn.known) return [identity];
  const role = { arn: principalArn.value, roleId: userId.split(":")[0] ?? "" };
  return [identity, { call: "role", of: [roleName], answer: role }];
}

/** Whose the caller's own buckets are, their policies left out. */
function ownBuckets({ caller, buckets }: Perspective["facts"]): readonly Reading[] {
  const account = accountCaller(caller)?.account;
  const own = [...buckets].filter(([, { owner }]) => owner.known && owner.value === account);
  return own.map(([name, { accessPoint }]) => ({
    call: "bucketPolicy",
    of: [accessPoint?.known === true ? accessPoint.value.bucket : name],
  }));
}

/** What one identity told in answer to a request. */
export interface GivenAnswer {
  readonly by: string;
  readonly run: string;
  readonly readings: readonly Reading[];
}

/** Answers a request as far as an identity may, and writes that into the request's file. */
export async function answerRequest(path: string, identity: IdentityFlags): Promise<GivenAnswer> {
  const request = await readFactsRequest(path);
  const { profile, region, endpointUrl } = identity;
  const own = createAccountClient(await loadProfile({ profile, region, endpointUrl }));
  const { reader, readings } = rememberAnswers(own);
  const { arn: by } = await reader.callerIdentity();
  const others = request.answers.filter((each) => each.by !== by);
  // What others have told, e.g. whose a bucket is, leads to further questions.
  const witnesses = witnessesIn(others);
  await Promise.all(
    request.callers.map((known) =>
      gatherFacts({
        caller: replayAnswers(WHO_ASKS, known),
        owners: [reader, ...witnesses.owners],
        organizations: [reader, ...witnesses.organizations],
        buckets: request.buckets,
      }),
    ),
  );
  const answer = { by, readings: await readings() };
  await writeFactsRequest(path, { ...request, answers: [...others, answer] });
  return { ...answer, run: request.run };
}
