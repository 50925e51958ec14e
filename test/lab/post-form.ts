import { createHmac } from "node:crypto";
import type { Credentials } from "../../src/aws/index.ts";
import { digest } from "./wire.ts";

/** A form as a row has it; everything but its key is there unless the row says otherwise. */
export interface FormQuestion {
  readonly version?: 2 | 4;
  readonly bucket?: string;
  readonly key?: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** Fields that the policy does not cover by itself. */
  readonly uncovered?: readonly string[];
  readonly conditions?: readonly unknown[];
  readonly expiresInSeconds?: number;
  /** In place of the policy that is made of all this. */
  readonly policy?: string;
  readonly region?: string;
  readonly accessKeyId?: string;
  /** The file's content; `null` for no file. */
  readonly file?: string | null;
  /** `null` for a file without a name. */
  readonly fileName?: string | null;
  /** What is done to the form once it is signed. */
  readonly drop?: readonly string[];
  readonly change?: Readonly<Record<string, string>>;
  readonly rename?: Readonly<Record<string, string>>;
  readonly after?: Readonly<Record<string, string>>;
  /** How many bytes of its end are left out. */
  readonly truncate?: number;
  readonly contentType?: string;
}

export interface BuiltForm {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const BOUNDARY = "----sluice-form";

/** Builds a form, signed when there are credentials. */
export function buildForm(question: FormQuestion, credentials?: Credentials): BuiltForm {
  const own = { ...(question.key !== undefined && { key: question.key }), ...question.fields };
  const signed = credentials === undefined ? own : signForm(own, question, credentials);
  const fields = Object.entries({ ...signed, ...question.change }).filter(
    ([name]) => !(question.drop ?? []).includes(name),
  );
  const part = ([name, value]: readonly [string, string]): string =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${question.rename?.[name] ?? name}"\r\n\r\n${value}\r\n`;
  const { file = "content", fileName = "a.txt" } = question;
  const named = fileName === null ? "" : `; filename="${fileName.replaceAll("\\", "\\\\")}"`;
  const filePart =
    file === null
      ? ""
      : `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"${named}\r\nContent-Type: text/html\r\n\r\n${file}\r\n`;
  const after = Object.entries(question.after ?? {}).map(part);
  const whole = `${fields.map(part).join("")}${filePart}${after.join("")}--${BOUNDARY}--\r\n`;
  const contentType = question.contentType ?? `multipart/form-data; boundary=${BOUNDARY}`;
  return {
    headers: { "content-type": contentType },
    body: whole.slice(0, whole.length - (question.truncate ?? 0)),
  };
}

type Fields = Readonly<Record<string, string>>;

function signForm(own: Fields, question: FormQuestion, credentials: Credentials): Fields {
  const now = new Date();
  const date = `${now.toISOString().slice(0, 19).replace(/[:-]/g, "")}Z`;
  const { version = 4, region = "ap-northeast-1" } = question;
  const scope = [date.slice(0, 8), region, "s3", "aws4_request"];
  const accessKeyId = question.accessKeyId ?? credentials.accessKeyId;
  const token =
    credentials.sessionToken === undefined
      ? {}
      : { "x-amz-security-token": credentials.sessionToken };
  const version4 = {
    "x-amz-algorithm": "AWS4-HMAC-SHA256",
    "x-amz-credential": `${accessKeyId}/${scope.join("/")}`,
    "x-amz-date": date,
  };
  const unsigned = { ...own, ...token, ...(version === 4 && version4) };
  const policy = Buffer.from(question.policy ?? policyOf(unsigned, question, now)).toString(
    "base64",
  );
  if (version === 2) {
    const signature = createHmac("sha1", credentials.secretAccessKey).update(policy);
    return {
      ...unsigned,
      AWSAccessKeyId: accessKeyId,
      policy,
      signature: signature.digest("base64"),
    };
  }
  const key = scope.reduce<string | Uint8Array>(
    (parent, piece) => digest.hmacSha256(parent, piece),
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = Buffer.from(digest.hmacSha256(key, policy)).toString("hex");
  return { ...unsigned, policy, "x-amz-signature": signature };
}

/** Covers the bucket and every field, but for those that the row says. */
function policyOf(fields: Fields, question: FormQuestion, now: Date): string {
  const covered = Object.entries({ bucket: "dev-a", ...fields })
    .filter(([name]) => !(question.uncovered ?? []).includes(name))
    .map(([name, value]) => (name === "key" ? ["starts-with", "$key", ""] : { [name]: value }));
  const expires = now.getTime() + (question.expiresInSeconds ?? 60) * 1000;
  return JSON.stringify({
    expiration: new Date(expires).toISOString(),
    conditions: [...covered, ...(question.conditions ?? [])],
  });
}
