import { AwsError } from "../../aws/index.ts";
import type { HeadOptions, ObjectHead } from "../../sync/index.ts";
import { headObject } from "./read-object.ts";
import type { S3Connection } from "./s3-connection.ts";

/** A write that may be asked for twice, because the answer to the first time was lost. */
export interface Repeatable<T> {
  readonly key: string;
  readonly head: Omit<HeadOptions, "checksums">;
  readonly write: () => Promise<T>;
  /** The answer to give when an object is what was to be written; undefined when it is not. */
  readonly whenThere: (head: ObjectHead) => T | undefined;
}

/**
 * Writes, and takes the refusal to write again what is already there for success: S3 then knows the
 * upload in parts no more (API Reference, Error responses: NoSuchUpload), or finds the name taken.
 */
export async function orAlreadyThere<T>(
  connection: S3Connection,
  { key, head, write, whenThere }: Repeatable<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!mayBeDone(error)) throw error;
    const asked = headObject(connection, key, { ...head, checksums: true });
    const found = await asked.catch(noneIfRefused);
    const answer = found && whenThere(found);
    if (answer === undefined) throw error;
    return answer;
  }
}

/**
 * Where S3 does not show what is there, its first word holds. Without any answer nothing is known, nor
 * with 400, which is all that HEAD is told where the token has expired.
 */
function noneIfRefused(error: unknown): undefined {
  const status = error instanceof AwsError ? error.detail.status : 0;
  if (status < 401 || status >= 500) throw error;
}

function mayBeDone(error: unknown): boolean {
  if (!(error instanceof AwsError)) return false;
  const isTaken = error.code === "PreconditionFailed" && error.detail.condition === "If-None-Match";
  return isTaken || error.code === "NoSuchUpload";
}
