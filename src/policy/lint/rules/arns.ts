import { formatArn, nearestWord, parseArn } from "../../../aws/index.ts";
import { checkResourcePattern } from "../../parse/check-pattern.ts";
import { replaceNode } from "../edits/edit-json.ts";
import type { Entry, LintDocument } from "../reading/lint-document.ts";
import { isKnown } from "../../unknown-text.ts";
import { defineRule, type Rule } from "../rule.ts";

/** A bucket ARN with an account or a Region, or an IAM ARN with a Region. */
export const arnFieldNotAllowed: Rule<"SL10"> = defineRule({
  id: "SL10",
  name: "arn-field-not-allowed",
  severity: "error",
  fix: "automatic",
  check: (document) =>
    resourcesIn(document).flatMap(({ text, node }) => {
      const right = withoutStrayFields(text);
      if (right === undefined || right === text) return [];
      const service = parseArn(text)?.service ?? "";
      return [
        {
          at: node,
          parameters: { service, right },
          fix: { automatic: true, edits: [replaceNode(node, right)] },
        },
      ];
    }),
});

/** Kinds of S3 resource that live in an account and a Region (Service Authorization Reference, S3). */
const S3_RESOURCES_OF_ACCOUNTS =
  /^(?:accesspoint|job|storage-lens|storage-lens-group|access-grants|\*|\?)/;

function withoutStrayFields(text: string): string | undefined {
  const arn = parseArn(text);
  if (arn === undefined) return undefined;
  if (arn.service === "s3" && !S3_RESOURCES_OF_ACCOUNTS.test(arn.resource)) {
    return formatArn({
      ...arn,
      region: withoutField(arn.region),
      account: withoutField(arn.account),
    });
  }
  if (arn.service === "iam") return formatArn({ ...arn, region: withoutField(arn.region) });
  return undefined;
}

/** A lone `*` also matches the empty field that AWS sends. */
function withoutField(field: string): string {
  return field === "*" ? field : "";
}

/** A resource that is neither `*` nor an ARN. */
export const invalidArn: Rule<"SL11"> = defineRule({
  id: "SL11",
  name: "invalid-arn",
  severity: "error",
  fix: "proposed",
  check: (document) =>
    resourcesIn(document).flatMap(({ text, node }) => {
      if (checkResourcePattern(text) === undefined) return [];
      const suggestion = bucketArnOf(text);
      const edits = suggestion === undefined ? [] : [replaceNode(node, suggestion)];
      return [
        {
          at: node,
          parameters: { resource: text, suggestion },
          fix: { automatic: false, edits },
        },
      ];
    }),
});

/** What a bucket's name, an S3 URI or an ARN with too few colons was meant to be. */
function bucketArnOf(text: string): string | undefined {
  const form = /^(?:s3:\/\/|arn:aws:s3:{0,2})?([a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/.*)?)$/;
  const path = form.exec(text)?.[1];
  if (path === undefined) return undefined;
  const isPrefix = path.endsWith("/");
  return `arn:aws:s3:::${path}${isPrefix ? "*" : ""}`;
}

const PARTITIONS = [
  "aws",
  "aws-cn",
  "aws-us-gov",
  "aws-iso",
  "aws-iso-b",
  "aws-iso-e",
  "aws-iso-f",
  "aws-eusc",
];

/** A partition that does not exist, or is not the one that the policy is for. */
export const wrongPartition: Rule<"SL12"> = defineRule({
  id: "SL12",
  name: "wrong-partition",
  severity: "error",
  fix: "automatic",
  check: (document) =>
    [...resourcesIn(document), ...principalsIn(document)].flatMap(({ text, node }) => {
      const arn = parseArn(text);
      if (arn === undefined || isRightPartition(arn.partition, document)) return [];
      const expected = document.partition ?? nearestWord(arn.partition, PARTITIONS);
      const edits =
        expected === undefined
          ? []
          : [replaceNode(node, formatArn({ ...arn, partition: expected }))];
      return [
        {
          at: node,
          parameters: { partition: arn.partition, expected },
          // Unasked only where somebody said which partition it is.
          fix: { automatic: document.partition !== undefined, edits },
        },
      ];
    }),
});

function isRightPartition(partition: string, document: LintDocument): boolean {
  if (/[*?$]/.test(partition)) return true;
  return document.partition === undefined
    ? PARTITIONS.includes(partition)
    : partition === document.partition;
}

function resourcesIn({ statements }: LintDocument): readonly Entry[] {
  return statements
    .flatMap(({ resource }) => resource?.entries ?? [])
    .filter(({ text, node }) => isKnown(text) && node.type === "string");
}

function principalsIn({ statements }: LintDocument): readonly Entry[] {
  return statements
    .flatMap(({ principal }) => principal?.entries ?? [])
    .filter(({ text, type }) => type === "AWS" && isKnown(text));
}
