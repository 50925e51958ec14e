import { UsageError } from "../aws/index.ts";
import { callsOfRemoval } from "../sync/index.ts";
import { type Job, type JobRequest, withBackup } from "./job.ts";
import { readPlace } from "./read-place.ts";

/** What an `rm` is made of, as typed. */
export interface RemovalRequest extends Omit<JobRequest, "source" | "destination"> {
  readonly place: string;
  /** All that is under it, not the one object that it names. */
  readonly recursive: boolean;
}

/** Reads what is to be removed; throws `UsageError` for what is no place in S3. */
export function readRemovalJob({
  place: text,
  recursive,
  cwd,
  options,
  identities,
  backup,
}: RemovalRequest): Job {
  const named = readPlace(text, cwd);
  if (named.kind === "local") {
    throw new UsageError({
      en: `cannot remove \`${text}\`: it must be an S3 URI such as \`s3://bucket/key\``,
      ja: `\`${text}\` は削除できません。\`s3://bucket/key\` のような S3 URI である必要があります`,
    });
  }
  if (!recursive && named.prefix === "") {
    throw new UsageError({
      en: `cannot remove \`${text}\`: it names no object; name one, or remove all of them with \`--recursive\``,
      ja: `\`${text}\` は削除できません。オブジェクトの名前がありません。1 つ指定するか、\`--recursive\` ですべてを削除してください`,
    });
  }
  const place = recursive ? named : ({ ...named, only: true } as const);
  const calls = callsOfRemoval(place, options);
  const job = { source: place, destination: place, options, identities, calls };
  return { work: "remove", ...withBackup(job, { backup, cwd }) };
}
