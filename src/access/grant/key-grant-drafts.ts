import type { Facts } from "../facts/facts.ts";
import type { Judgement } from "../gaps/judge.ts";
import type { Need } from "../needs/need.ts";
import type { GrantDraft, GrantManner } from "./grant-draft.ts";
import { grantSid } from "./grant-sid.ts";
import type { NewStatement } from "./grant-statements.ts";
import type { Lack } from "./lacking-layers.ts";
import { standingPolicy } from "./standing-policy.ts";

/** What is known where grants of KMS are drafted. */
export interface KeyGrantGround {
  readonly facts: Facts;
  readonly judgements: readonly Judgement[];
}

/** Drafts a grant of KMS for each key whose policy lacks something, where a grant can name the caller. */
export function keyGrantDrafts(
  lacks: readonly Lack[],
  ground: KeyGrantGround,
  manner: GrantManner,
): readonly GrantDraft[] {
  const { aws, style } = manner.principal;
  if (style === "pattern" || style === "organization") return [];
  const ofKeys = lacks.filter(({ layer }) => layer === "keyPolicy");
  return [...new Set(ofKeys.map(({ need }) => need.resource))].map((key) => {
    const here = ofKeys.filter(({ need }) => need.resource === key);
    const needs = here.map(({ need }) => need);
    const statement = grantStatement(needs, { ...manner, aws, context: contextOf(needs, ground) });
    const document = { kind: "keyGrant", key, name: statement.Sid } as const;
    return {
      layer: "keyGrant",
      account: here[0]?.account ?? "unknown",
      document,
      before: standingPolicy(document, ground.facts),
      statements: [statement],
      lacks: here,
      dropsOrphans: false,
    };
  });
}

const OBJECT_ARN = "aws:s3:arn";

/**
 * What S3 puts into the encryption context of every one of these requests, where that is one text: the bucket's ARN
 * under a bucket key, else the object's (S3 User Guide, Using SSE-KMS, Encryption context). What is read may have been
 * written before the bucket had such a key.
 */
function contextOf(needs: readonly Need[], { judgements }: KeyGrantGround): string | undefined {
  const values = needs.map((need) => {
    const { decision } = judgements.find((each) => each.need === need) ?? {};
    const value = decision?.request.context.get(`kms:encryptioncontext:${OBJECT_ARN}`);
    const [arn] = value === "unknown" || value === undefined ? [] : value;
    return need.via?.action === "s3:PutObject" ? arn : undefined;
  });
  const [first, ...others] = new Set(values);
  return others.length === 0 ? first : undefined;
}

/** As a statement, so that it can be taken apart as others are. */
function grantStatement(
  needs: readonly Need[],
  {
    aws,
    context,
    purpose,
  }: GrantManner & { readonly aws: string; readonly context: string | undefined },
): NewStatement {
  const actions = [...new Set(needs.map(({ action }) => action))].sort();
  return {
    Sid: grantSid({ kind: "Key", purpose, parts: ["grant", aws, ...actions, context ?? ""] }),
    Effect: "Allow",
    Principal: { AWS: aws },
    Action: actions,
    Resource: "*",
    ...(context !== undefined && {
      Condition: { StringEquals: { [`kms:EncryptionContext:${OBJECT_ARN}`]: context } },
    }),
  };
}
