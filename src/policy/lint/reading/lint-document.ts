import type { Node } from "jsonc-parser";

import type { ConditionOperator } from "../../condition-operator.ts";
import type { PolicyProblem } from "../../parse/problem-log.ts";
import type { Property } from "../../parse/json-object.ts";
import type { Effect } from "../../policy-document.ts";
import type { PolicyUse } from "../policy-use.ts";

/** A policy as far as it can be made out: unlike a `PolicyDocument` it may be full of mistakes. */
export interface LintDocument {
  readonly text: string;
  readonly use: PolicyUse;
  readonly partition: string | undefined;
  /** The bucket that a bucket policy is for, where that is known. */
  readonly bucket: string | undefined;
  readonly problems: readonly PolicyProblem[];
  readonly root: Node | undefined;
  readonly version: Property | undefined;
  readonly statements: readonly LintStatement[];
  /** The policies that are read together with this one. */
  readonly others: readonly LintDocument[];
  /** A policy that says all that may be granted. */
  readonly reference: LintDocument | undefined;
}

export interface LintStatement {
  readonly index: number;
  readonly node: Node;
  readonly elements: ReadonlyMap<string, Property>;
  readonly sid: Entry | undefined;
  readonly effect: Effect | undefined;
  readonly principal: PrincipalElement | undefined;
  readonly action: TextElement | undefined;
  readonly resource: TextElement | undefined;
  readonly conditions: readonly LintCondition[];
}

/** A text, and the JSON string that it stands in. */
export interface Entry {
  readonly text: string;
  readonly node: Node;
}

/** `Action` or `Resource`, or their `Not…` twins. */
export interface TextElement {
  readonly property: Property;
  readonly negated: boolean;
  readonly entries: readonly Entry[];
}

/** One principal; `type` is the name as written, or `*` for a bare string. */
export interface PrincipalItem extends Entry {
  readonly type: string;
}

export interface PrincipalElement {
  readonly property: Property;
  readonly negated: boolean;
  readonly entries: readonly PrincipalItem[];
}

/** One operator with one key. */
export interface LintCondition {
  readonly operator: OperatorName;
  /** The operator with all of its keys. */
  readonly block: Property;
  readonly key: Property;
  readonly values: readonly Entry[];
}

export interface OperatorName {
  readonly written: string;
  readonly quantifier: string | undefined;
  readonly bare: string;
  readonly ifExists: boolean;
  /** Undefined when IAM has no operator of that name. */
  readonly meaning: ConditionOperator | undefined;
}
