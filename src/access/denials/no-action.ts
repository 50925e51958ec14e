import { expandAction } from "../../aws/index.ts";

/** Whether a policy's word for actions of S3 stands for none, as `s3:CopyObject` does. */
export function isNoAction(pattern: string): boolean {
  return /^s3:/i.test(pattern) && expandAction(pattern).length === 0;
}
