/** What AWS leaves open and can be read in two ways; `undocumentedChoices` says what each is about. */
export type ChoiceId =
  | "everyonePastLimits"
  | "everyoneOutside"
  | "notPrincipalLineage"
  | "notPrincipalAllow"
  | "sessionPolicies"
  | "severalValues"
  | "forAnyValueNegated"
  | "arnStar";

/** Which of its two readings counts; `stricter` is whichever denies more. */
export type Reading = "ours" | "alternative" | "stricter";

export type Readings = Readonly<Record<ChoiceId, Reading>>;

/** How to read what AWS does not document: as we think it is, so as to deny most, or choice by choice. */
export type Strictness = "documented" | "strict" | Partial<Readings>;
