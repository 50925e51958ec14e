import type { Refusal } from "../../refusal.ts";
import { controlRefusal } from "../s3-control-call.ts";

/** S3 User Guide, Troubleshooting S3 Batch Operations, NoSuchJobException. */
export function noSuchJob(): Refusal {
  return controlRefusal("NoSuchJobException", "No such job", 404);
}

/** S3 API Reference, UpdateJobStatus: the code; AWS's text is not published. */
export function wrongStatus(message: string): Refusal {
  return controlRefusal("JobStatusException", message);
}
