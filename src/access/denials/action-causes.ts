import type { Need } from "../needs/need.ts";
import type { CauseId } from "./diagnosis.ts";

const byAction: Readonly<Record<string, CauseId>> = {
  "s3:PutObjectAcl": "C26",
  "s3:PutObjectVersionAcl": "C26",
  "s3:GetObjectTagging": "C29",
  "s3:PutObjectTagging": "C29",
  "s3:GetObjectAnnotation": "C30",
  "s3:PutObjectAnnotation": "C30",
  "s3:ListObjectAnnotations": "C30",
  "s3:GetObjectVersion": "C32",
  "s3:GetObjectVersionTagging": "C32",
  "s3:DeleteObject": "C35",
  "s3:AbortMultipartUpload": "C40",
  "kms:GenerateDataKey": "C41",
};

/** The cause that lies in what is asked for: a permission that a run takes beside reading and writing. */
export function causeOfAction({ action, side }: Pick<Need, "action" | "side">): readonly CauseId[] {
  if (action === "kms:Decrypt") return [side === "source" ? "C42" : "C43"];
  const cause = byAction[action];
  return cause === undefined ? [] : [cause];
}
