import { nearestWord, type Sentence } from "../../aws/index.ts";
import type { Place } from "./check-policies.ts";
import { awsManagedPolicy, awsManagedPolicyNames } from "./managed-policies.ts";
import { customerPolicyName } from "./policy-arn.ts";
import { type WorldProblem, worldProblem } from "./world-problem.ts";
import type { WrittenAccount } from "./written-world.ts";

/** An account of a world file. */
interface InAccount {
  readonly id: string;
  readonly account: WrittenAccount;
}

/** Finds managed policies, named in one place, that neither the account nor AWS has. */
export function checkReferences(
  path: Place,
  references: readonly string[],
  { id, account }: InAccount,
): readonly WorldProblem[] {
  const own = Object.keys(account.policies);
  return references
    .filter(
      (reference) =>
        !awsManagedPolicy(reference) && !own.includes(customerPolicyName(reference, id)),
    )
    .map((reference) => {
      const { en, ja } = hint(reference, [...own, ...awsManagedPolicyNames]);
      return worldProblem(path, {
        en: `no policy \`${reference}\` in account \`${id}\`, nor among the known AWS managed policies${en}`,
        ja: `アカウント \`${id}\` にも、既知の AWS 管理ポリシーにも、ポリシー \`${reference}\` はありません${ja}`,
      });
    });
}

/** Asks after the known name that is nearest to what was typed. */
export function hint(typed: string, known: readonly string[]): Sentence {
  const meant = nearestWord(typed, known);
  return meant === undefined
    ? { en: "", ja: "" }
    : { en: `: did you mean \`${meant}\`?`, ja: `。\`${meant}\` ではありませんか` };
}
