import { parseArn } from "../../../aws/index.ts";
import { replaceNode } from "../edits/edit-json.ts";
import type { Fix } from "../finding.ts";
import { actionsOf } from "../knowledge/resource-fit.ts";
import { covers } from "../knowledge/wildcards.ts";
import type { Entry, LintDocument, LintStatement } from "../reading/lint-document.ts";
import { isKnown } from "../../unknown-text.ts";
import { defineRule, type Draft, type Rule } from "../rule.ts";

/** A resource that is not the policy's own bucket, or its own key. */
export const foreignResource: Rule<"SL13"> = defineRule({
  id: "SL13",
  name: "foreign-resource",
  severity: "error",
  fix: "proposed",
  check: (document) => {
    switch (document.use) {
      case "bucket-policy":
        return foreignBuckets(document);
      case "key-policy":
        return entriesIn(document)
          .filter(({ text }) => ![undefined, "kms"].includes(parseArn(text)?.service))
          .map(({ text, node }) => ({
            at: node,
            parameters: { resource: text, expected: "*" },
            fix: { automatic: false, edits: [replaceNode(node, "*")] },
          }));
      case "identity":
      case "session":
      case "scp":
      case "rcp":
      case "vpc-endpoint":
      case "trust":
        return [];
    }
  },
});

function foreignBuckets(document: LintDocument): readonly Draft<"SL13">[] {
  const entries = entriesIn(document);
  const expected = document.bucket ?? mostNamed(entries.map(({ text }) => bucketIn(text)));
  return entries.flatMap(({ text, node }) => {
    const bucket = bucketIn(text);
    const isOwn = bucket === expected || (bucket === "unclear" && text !== "*");
    if (isOwn || (expected === undefined && bucket !== "none")) return [];
    const edits =
      expected === undefined || bucket === "none"
        ? []
        : [replaceNode(node, renamed(text, bucket, expected))];
    return [
      { at: node, parameters: { resource: text, expected }, fix: { automatic: false, edits } },
    ];
  });
}

/** The bucket of an ARN; `unclear` with wildcards or for access points, `none` for other services. */
function bucketIn(resource: string): string {
  if (resource === "*") return "none";
  const arn = parseArn(resource);
  if (arn === undefined || arn.account !== "") return "unclear";
  if (arn.service !== "s3") return "none";
  const [bucket = ""] = arn.resource.split("/");
  // S3 wants the name written out (MalformedPolicy: Policy has invalid resource).
  if (bucket === "*") return "none";
  return /[*?$]/.test(bucket) || bucket === "" ? "unclear" : bucket;
}

function renamed(resource: string, bucket: string, expected: string): string {
  return resource.replace(`:::${bucket}`, () => `:::${expected}`);
}

/** The name that stands most often, the first of those that stand equally often. */
function mostNamed(buckets: readonly string[]): string | undefined {
  const named = buckets.filter((bucket) => bucket !== "none" && bucket !== "unclear");
  const count = (bucket: string): number => named.filter((each) => each === bucket).length;
  return [...new Set(named)].sort((a, b) => count(b) - count(a))[0];
}

const DATA_ACTIONS = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"];

/** Reading or writing the data of every bucket. */
export const everyResource: Rule<"SL39"> = defineRule({
  id: "SL39",
  name: "every-resource",
  severity: "warning",
  fix: "automatic",
  check: (document) => {
    if (document.use !== "identity" && document.use !== "session") return [];
    return document.statements.flatMap((statement) => {
      const { action, resource, effect } = statement;
      const entry = resource?.entries.find(({ text }) => isEveryBucket(text));
      if (entry === undefined || resource?.negated !== false || effect !== "Allow") return [];
      if (action?.negated !== false || isLimited(statement)) return [];
      const actions = DATA_ACTIONS.filter((name) =>
        action.entries.some(({ text }) => covers(text.toLowerCase(), name.toLowerCase())),
      );
      if (actions.length === 0) return [];
      const fix = fromReference(document, statement, entry);
      return [{ at: entry.node, parameters: { actions }, fix }];
    });
  },
});

function isEveryBucket(resource: string): boolean {
  return /^(?:\*|arn:[^:]*:s3:[^:]*:[^:]*:(?:\*|\*\/\*))$/.test(resource);
}

/** Conditions that keep the resource within an account or an organization, or to tagged things. */
function isLimited({ conditions }: LintStatement): boolean {
  return conditions.some(({ key }) =>
    /^(?:aws:resource(?:account|orgid|orgpaths|tag\/.*)|s3:(?:resourceaccount|dataaccesspoint.*|existingobjecttag\/.*))$/i.test(
      key.name.value,
    ),
  );
}

/** The resources that a reference policy allows for all of the statement's actions. */
function fromReference(
  { reference }: LintDocument,
  { action, resource }: LintStatement,
  entry: Entry,
): Fix | undefined {
  const wanted = (action?.entries ?? []).flatMap(({ text }) => actionsOf(text));
  const allowed = (reference?.statements ?? []).filter(
    (other) =>
      other.effect === "Allow" &&
      wanted.some(({ name }) =>
        other.action?.entries.some(({ text }) => covers(text.toLowerCase(), name.toLowerCase())),
      ),
  );
  const resources = allowed.flatMap((other) =>
    (other.resource?.entries ?? []).map(({ text }) => text),
  );
  const known = [...new Set(resources)].filter((text) => !isEveryBucket(text));
  if (known.length === 0 || resource?.entries.length !== 1) return undefined;
  const list = resource.property.value.type === "array" ? resource.property.value : entry.node;
  return { automatic: true, edits: [replaceNode(list, known)] };
}

/** AWS's own key, which no other account can use (KMS Developer Guide, AWS managed keys). */
export const awsManagedKey: Rule<"SL45"> = defineRule({
  id: "SL45",
  name: "aws-managed-key",
  severity: "warning",
  fix: "none",
  check: ({ statements }) =>
    statements.flatMap(({ resource, conditions }) =>
      [...(resource?.entries ?? []), ...conditions.flatMap(({ values }) => values)]
        .filter(({ text }) => /(?:^|:)alias\/aws\/s3$/.test(text))
        .map(({ text, node }) => ({ at: node, parameters: { value: text } })),
    ),
});

function entriesIn({ statements }: LintDocument): readonly Entry[] {
  return statements
    .flatMap(({ resource }) => resource?.entries ?? [])
    .filter(({ text, node }) => isKnown(text) && node.type === "string");
}
