import { missingField } from "../../aws/index.ts";
import { headerOf, type LabRequest } from "../http/lab-request.ts";
import { type FormFile, formBoundary, readMultipartForm } from "../http/multipart-form.ts";
import { malformedForm } from "../http/form-reader.ts";
import { invalidArgument, Refusal } from "../refusal.ts";

interface SentField {
  readonly sentName: string;
  readonly value: string;
}

/** A form that uploads an object. */
export interface PostForm {
  /** By name in lower case; the bucket is one of them, whether it was sent or not. */
  readonly fields: ReadonlyMap<string, SentField>;
  readonly key: string;
  readonly file: FormFile;
  close(): Promise<void>;
}

/** Reads a form up to its file, or refuses it as S3 does. */
export async function readPostForm(request: LabRequest, bucket: string): Promise<PostForm> {
  const contentType = headerOf(request, "content-type");
  if (!/^multipart\/form-data\b/i.test(contentType ?? "")) throw notAForm();
  const boundary = formBoundary(contentType);
  if (boundary === undefined || boundary === "") throw malformedForm();
  const { fields: sent, file, ...reading } = await readMultipartForm(request.body, boundary);
  try {
    if (file === undefined) {
      const message = "POST requires exactly one file upload per request.";
      throw invalidArgument(message, "file", "0");
    }
    const fields = new Map<string, SentField>([["bucket", { sentName: "bucket", value: bucket }]]);
    for (const [sentName, value] of sent) fields.set(sentName.toLowerCase(), { sentName, value });
    const key = fields.get("key");
    if (key === undefined) throw new Refusal(missingField("key"));
    const named = withFileName(key.value, file);
    // Conditions are about the name that the variable stands for (S3 API Reference, POST Policy).
    fields.set("key", { ...key, value: named });
    return { fields, key: named, file, ...reading };
  } catch (error) {
    await reading.close();
    throw error;
  }
}

/**
 * `${filename}` stands for what follows the last slash of the file's name (S3 API Reference, POST Object). S3
 * leaves it as it is where the file has no name.
 */
function withFileName(key: string, { name }: FormFile): string {
  if (name === undefined) return key;
  const last = name.split(/[/\\]/).at(-1) ?? "";
  return key.split("${filename}").join(last);
}

// Recorded from S3; its documentation has `RequestIsNotMultiPartContent`.
function notAForm(): Refusal {
  return new Refusal({
    code: "PreconditionFailed",
    status: 412,
    message: "At least one of the pre-conditions you specified did not hold",
    elements: { Condition: "Bucket POST must be of the enclosure-type multipart/form-data" },
  });
}
