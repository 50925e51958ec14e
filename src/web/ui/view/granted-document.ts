import { type GrantedDocument, permissionSetOf } from "../../../access/index.ts";
import { parseArn } from "../../../aws/index.ts";
import type { PolicyPlaceName } from "./edits.ts";

/** The document of a place as `grant` names it; undefined where it writes no such policies. */
export function grantedDocument(place: PolicyPlaceName): GrantedDocument | undefined {
  const { layer, attachedTo, name } = place;
  if (layer === "resource") return { kind: "bucketPolicy", bucket: bucketIn(attachedTo) };
  if (layer === "keyPolicy") return { kind: "keyPolicy", key: attachedTo };
  return layer === "identity" ? inlinePolicy(attachedTo, name) : undefined;
}

function inlinePolicy(attachedTo: string, policyName: string): GrantedDocument | undefined {
  const set = permissionSetOf(attachedTo);
  if (set !== undefined) return { kind: "permissionSet", name: set, policyName };
  const [, kind, name] = /:(user|role)\/(?:.*\/)?([^/]+)$/.exec(attachedTo) ?? [];
  if (name === undefined) return undefined;
  return { kind: kind === "user" ? "userPolicy" : "rolePolicy", name, policyName };
}

function bucketIn(arn: string): string {
  return arn.replace(/^arn:[^:]+:s3:::/, "");
}

/** The region that commands about a document must name, where it is known. */
export function regionFor(
  document: GrantedDocument,
  ofBucket: (bucket: string) => string | undefined,
): string | undefined {
  if (document.kind === "bucketPolicy") return ofBucket(document.bucket);
  return document.kind === "keyPolicy" ? parseArn(document.key)?.region : undefined;
}
