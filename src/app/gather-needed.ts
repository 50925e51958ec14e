import { type Facts, gatherFacts, judge, type Need, withKeyNeeds } from "../access/index.ts";
import { decisionVerdict } from "../policy/index.ts";

/**
 * Gathers facts without those that change no answer: grants of KMS only ever let in, so nobody is asked for them where
 * the keys' policies already do (KMS Developer Guide, Grants in AWS KMS). Readers are not to ask a question twice.
 */
export async function gatherNeeded(
  questions: Parameters<typeof gatherFacts>[0],
  needs: readonly Need[],
): Promise<Facts> {
  const facts = await gatherFacts({ ...questions, withoutKeyGrants: true });
  return opensKeys(facts, needs) ? facts : gatherFacts(questions);
}

function opensKeys(facts: Facts, needs: readonly Need[]): boolean {
  const ofKeys = withKeyNeeds(needs, facts).filter(({ via }) => via !== undefined);
  return judge(ofKeys, facts).every(({ decision }) => decisionVerdict(decision) === "allowed");
}
