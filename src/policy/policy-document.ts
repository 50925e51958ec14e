/** A stretch of a policy's text: `offset` counts UTF-16 units from 0. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** A value and where it stands in the text. */
export interface Located<T> {
  readonly value: T;
  readonly span: Span;
}

export type Effect = "Allow" | "Deny";

/** `Action`, `Resource` or `Principal`, or with `negated` their `Not…` twins; `span` is name and value. */
export interface Element<T> {
  readonly negated: boolean;
  readonly entries: readonly Located<T>[];
  readonly span: Span;
}

/** One principal as written: `{"AWS": value}`, or for a bare `"*"` both are `*`. */
export interface PrincipalEntry {
  readonly type: "AWS" | "Service" | "Federated" | "CanonicalUser" | "*";
  readonly value: string;
}

/** One operator with one key: `{"StringLike": {"s3:prefix": [values]}}`; `span` is key and values. */
export interface ConditionEntry {
  /** The bare operator in AWS's spelling, e.g. `StringNotLike`. */
  readonly operator: string;
  readonly ifExists: boolean;
  readonly quantifier?: "ForAllValues" | "ForAnyValue";
  readonly key: string;
  readonly values: readonly Located<string>[];
  readonly span: Span;
}

export interface Statement {
  /** Position in the document, from 0. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: Effect;
  readonly principal?: Element<PrincipalEntry>;
  readonly action: Element<string>;
  /** Absent only in trust policies, which apply to the role they are attached to. */
  readonly resource?: Element<string>;
  readonly conditions: readonly ConditionEntry[];
  readonly span: Span;
}

/** A policy whose every element is understood; anything else is a `Problem`, never a weaker policy. */
export interface PolicyDocument {
  readonly text: string;
  /** AWS takes a missing version for `2008-10-17`, in which variables are plain text. */
  readonly version: "2008-10-17" | "2012-10-17";
  readonly id?: string;
  readonly statements: readonly Statement[];
}

/** A policy where it is in force. */
export interface AttachedPolicy {
  readonly document: PolicyDocument;
  /** `AdministratorAccess`, the inline policy's name, or `bucket policy`. */
  readonly name: string;
  /** Managed policies have an ARN of their own; inline and bucket policies have none. */
  readonly arn?: string;
  /** ARN of the user, role or bucket that it is attached to. */
  readonly attachedTo: string;
}
