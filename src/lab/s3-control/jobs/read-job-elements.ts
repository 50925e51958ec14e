import { parseArn } from "../../../aws/index.ts";
import { malformedXml } from "../../refusal.ts";
import type { Pairs } from "../../state/stored-object.ts";
import { childText, type XmlElement } from "../../xml/read-xml.ts";
import { controlRefusal } from "../s3-control-call.ts";

/** A list of tags, `member` by `member`. */
export function readTags(list: XmlElement | undefined): Pairs {
  return (list?.children ?? []).map((member): readonly [string, string] => {
    const key = childText(member, "Key");
    if (key === undefined) throw malformedXml();
    return [key, childText(member, "Value") ?? ""];
  });
}

/** Refuses what is no ARN of a bucket, an object or an access point. */
export function requireS3Arn(arn: string, element: string): string {
  if (parseArn(arn)?.service === "s3") return arn;
  throw controlRefusal("InvalidRequest", `The ARN in ${element} is not one of Amazon S3: ${arn}`);
}
