import { addItems } from "../edits/edit-json.ts";
import type { TextEdit } from "../edits/text-edit.ts";
import { coversAction, coversResource } from "../knowledge/coverage.ts";
import { s3Scope } from "../knowledge/resource-fit.ts";
import type { Entry, LintDocument, LintStatement } from "../reading/lint-document.ts";
import { isKnown } from "../../unknown-text.ts";
import { defineRule, type Rule } from "../rule.ts";

/**
 * Small uploads pass and multipart ones fail: their parts are decrypted (S3 User Guide, SSE-KMS). The
 * fix lets its holders read too, so it is not made unasked.
 */
export const kmsMultipart: Rule<"SL44"> = defineRule({
  id: "SL44",
  name: "kms-multipart",
  severity: "warning",
  fix: "proposed",
  check: (document) => {
    if (document.use === "scp" || document.use === "rcp") return [];
    return document.statements.flatMap((statement) => {
      const { action, effect } = statement;
      if (effect !== "Allow" || action === undefined || action.negated) return [];
      if (isForServices(statement)) return [];
      const entry = action.entries.find(
        ({ text }) => /^kms:/i.test(text) && coversAction(text, "kms:GenerateDataKey"),
      );
      if (entry === undefined || isDecryptAllowed(statement, document)) return [];
      const added = addItems(document.text, action.property.value, ["kms:Decrypt"]);
      return [
        {
          at: entry.node,
          parameters: { action: entry.text },
          fix: { automatic: false, edits: [added] },
        },
      ];
    });
  },
});

/** AWS documents what each service needs of a key; those that only deliver logs need no `kms:Decrypt`. */
function isForServices({ principal }: LintStatement): boolean {
  const entries = principal?.negated === false ? principal.entries : [];
  return entries.length > 0 && entries.every(({ type }) => type === "Service");
}

/** By the same principals on the same key, wherever in the document. */
function isDecryptAllowed(
  { resource, principal }: LintStatement,
  { statements }: LintDocument,
): boolean {
  const principals = principal?.entries.map(({ text }) => text) ?? [];
  return statements.filter(letsDecrypt).some((other) => {
    const others = new Set(other.principal?.entries.map(({ text }) => text));
    const samePrincipals = principals.every((each) => others.has(each) || others.has("*"));
    return samePrincipals && allCovered(resource?.entries ?? [], other.resource?.entries ?? []);
  });
}

function letsDecrypt({ effect, action }: LintStatement): boolean {
  if (effect !== "Allow" || action === undefined) return false;
  return action.negated || action.entries.some(({ text }) => coversAction(text, "kms:Decrypt"));
}

function allCovered(entries: readonly Entry[], by: readonly Entry[]): boolean {
  return entries.every(({ text }) => by.some((other) => coversResource(other.text, text)));
}

/** An endpoint that lets objects through, but not the listing that a sync begins with. */
export const endpointNoList: Rule<"SL46"> = defineRule({
  id: "SL46",
  name: "endpoint-no-list",
  severity: "warning",
  fix: "automatic",
  check: (document) => {
    if (document.use !== "vpc-endpoint") return [];
    return document.statements.filter(letsObjectsThrough).flatMap((statement) =>
      unlistedBuckets(statement, document).map(({ bucket, node }) => ({
        at: node,
        parameters: { bucket: bucket.slice(bucket.lastIndexOf(":") + 1) },
        fix: {
          automatic: true,
          edits: isKnown(bucket) ? letList(document, statement, bucket) : [],
        },
      })),
    );
  },
});

/** Each bucket once, where the statement names its objects first. */
function unlistedBuckets(
  { resource }: LintStatement,
  document: LintDocument,
): readonly { readonly bucket: string; readonly node: Entry["node"] }[] {
  const places = (resource?.entries ?? [])
    .filter(({ text }) => s3Scope(text).object)
    .map(({ text, node }) => ({ bucket: bucketOf(text), node }));
  return places.filter(
    ({ bucket }, i) =>
      places.findIndex((other) => other.bucket === bucket) === i && !isListed(bucket, document),
  );
}

function letsObjectsThrough({ effect, action, resource }: LintStatement): boolean {
  if (effect !== "Allow" || action?.negated !== false || resource?.negated !== false) return false;
  return action.entries.some(({ text }) => isObjectAction(text));
}

function isObjectAction(action: string): boolean {
  return coversAction(action, "s3:GetObject") || coversAction(action, "s3:PutObject");
}

function isListed(bucket: string, { statements }: LintDocument): boolean {
  return statements.some(
    ({ effect, action, resource }) =>
      effect === "Allow" &&
      (action?.negated === true ||
        action?.entries.some(({ text }) => coversAction(text, "s3:ListBucket")) === true) &&
      (resource?.negated === true ||
        resource?.entries.some(({ text }) => coversResource(text, bucket) || !isKnown(text)) ===
          true),
  );
}

function letList(
  { text }: LintDocument,
  { action, resource }: LintStatement,
  bucket: string,
): readonly TextEdit[] {
  if (action === undefined || resource === undefined) return [];
  const hasList = action.entries.some((entry) => coversAction(entry.text, "s3:ListBucket"));
  const hasBucket = resource.entries.some((entry) => coversResource(entry.text, bucket));
  return [
    ...(hasList ? [] : [addItems(text, action.property.value, ["s3:ListBucket"])]),
    ...(hasBucket ? [] : [addItems(text, resource.property.value, [bucket])]),
  ];
}

function bucketOf(resource: string): string {
  const slash = resource.indexOf("/");
  return slash < 0 ? resource : resource.slice(0, slash);
}
