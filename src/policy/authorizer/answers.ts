import type { MatchClass, Tri } from "../decision.ts";
import type { Effect } from "../policy-document.ts";
import { either } from "../tri.ts";

/** What the statements of one layer say together; written anew for every request. */
export interface Answers {
  allows: Tri;
  denies: Tri;
  allowsDirectly: Tri;
  allowsRole: Tri;
}

export function newAnswers(): Answers {
  return { allows: "no", denies: "no", allowsDirectly: "no", allowsRole: "no" };
}

/** Of a layer before any of its statements was looked at. */
export function silence(answers: Answers): void {
  setAnswers(answers, "no", "no");
}

/** Of a layer that is absent, or does not bind the request: it lets pass. */
export function exempt(answers: Answers): void {
  setAnswers(answers, "yes", "no");
}

/** Of a layer whose policies nobody may read. */
export function hide(answers: Answers): void {
  setAnswers(answers, "unknown", "unknown");
}

function setAnswers(answers: Answers, allows: Tri, denies: Tri): void {
  answers.allows = allows;
  answers.denies = denies;
  answers.allowsDirectly = allows;
  answers.allowsRole = allows;
}

/** Whether a statement could still change the answers. */
export function isOpen(answers: Answers, effect: Effect, matchClass: MatchClass): boolean {
  if (effect === "Deny") return answers.denies !== "yes";
  if (answers.allows !== "yes") return true;
  switch (matchClass) {
    case "direct":
      return answers.allowsDirectly !== "yes";
    case "role":
      return answers.allowsRole !== "yes";
    case "account":
    case "none":
      return false;
  }
}

/** Adds an Allow that matches, or may. */
export function addAllow(answers: Answers, matchClass: MatchClass, matches: Tri): void {
  answers.allows = either(answers.allows, matches);
  switch (matchClass) {
    case "direct":
      answers.allowsDirectly = either(answers.allowsDirectly, matches);
      return;
    case "role":
      answers.allowsRole = either(answers.allowsRole, matches);
      return;
    case "account":
    case "none":
      return;
  }
}
