import { parseAmzDate } from "./amz-date.ts";
import type { Authorization } from "./authorization.ts";
import type { Refusal } from "./refusal.ts";

/** Access key id and scope of `AKID/20130524/us-east-1/s3/aws4_request`. */
export function readCredential(
  text: string,
  malformed: (detail: string) => Refusal,
): Pick<Authorization, "accessKeyId" | "scope"> | Refusal {
  const fields = text.split("/");
  const terminal = fields.pop();
  const [service, region, day] = [fields.pop(), fields.pop(), fields.pop()];
  const accessKeyId = fields.join("/");
  if (!accessKeyId || !day || !region || !service) {
    return malformed(
      'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  if (terminal !== "aws4_request") {
    return malformed(`incorrect terminal "${terminal ?? ""}". This endpoint uses "aws4_request".`);
  }
  if (parseAmzDate(`${day}T000000Z`) === undefined) {
    return malformed(
      `incorrect date format "${day}". This date in the credential must be in the format "yyyyMMdd".`,
    );
  }
  return { accessKeyId, scope: { day, region, service } };
}
