import type { MatchClass, Tri } from "../decision.ts";
import type { Effect } from "../policy-document.ts";

/**
 * What the statements of a layer say together, as bits: a number is passed on without making anything new,
 * and one answer is added to another by `|`. Of each question, `yes` outweighs `unknown`.
 */
export type Answers = number;

const allowsYes = 1;
const allowsUnknown = 2;
const deniesYes = 4;
const deniesUnknown = 8;
const directlyYes = 16;
const directlyUnknown = 32;
const roleYes = 64;
const roleUnknown = 128;

/** Of a layer in which nothing matches. */
export const silent: Answers = 0;
/** Of a layer that is absent, or does not bind the request: it lets pass. */
export const exempt: Answers = allowsYes | directlyYes | roleYes;
/** Of a layer whose policies nobody may read. */
export const unreadable: Answers = allowsUnknown | deniesUnknown | directlyUnknown | roleUnknown;

/** What one statement adds that matches, or may. */
export function answerOf(effect: Effect, matchClass: MatchClass, matches: Tri): Answers {
  if (matches === "no") return silent;
  const isSure = matches === "yes";
  if (effect === "Deny") return isSure ? deniesYes : deniesUnknown;
  const allows = isSure ? allowsYes : allowsUnknown;
  switch (matchClass) {
    case "direct":
      return allows | (isSure ? directlyYes : directlyUnknown);
    case "role":
      return allows | (isSure ? roleYes : roleUnknown);
    case "account":
    case "none":
      return allows;
  }
}

/** Every level of an organization must allow; one Deny on any level denies. */
export function bothLevels(a: Answers, b: Answers): Answers {
  const sure = a & b & exempt;
  const possible = (a | (a >> 1)) & (b | (b >> 1)) & exempt;
  return sure | ((possible & ~sure) << 1) | ((a | b) & (deniesYes | deniesUnknown));
}

/** Takes Denies away from whom they do not bind, or doubts them where that is not known. */
export function withoutDenies(answers: Answers, isExempt: Tri): Answers {
  if (isExempt === "no") return answers;
  const allows = answers & ~(deniesYes | deniesUnknown);
  return isExempt === "yes" || allows === answers ? allows : allows | deniesUnknown;
}

export function allowsIn(answers: Answers): Tri {
  return read(answers, allowsYes, allowsUnknown);
}

export function allowsDirectlyIn(answers: Answers): Tri {
  return read(answers, directlyYes, directlyUnknown);
}

export function allowsRoleIn(answers: Answers): Tri {
  return read(answers, roleYes, roleUnknown);
}

export function deniesIn(answers: Answers): Tri {
  return read(answers, deniesYes, deniesUnknown);
}

function read(answers: Answers, yes: number, unknown: number): Tri {
  if ((answers & yes) !== 0) return "yes";
  return (answers & unknown) === 0 ? "no" : "unknown";
}
