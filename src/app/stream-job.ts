import { UsageError } from "../aws/index.ts";
import { callsOfCopy, type Place } from "../sync/index.ts";
import type { CopyRequest } from "./copy-request.ts";
import type { Job } from "./job.ts";
import { readPlace } from "./read-place.ts";

const STREAM = { kind: "local", path: "-", only: true } as const;

/** Reads a copy from or to a standard stream; throws `UsageError` where it can be none. */
export function readStreamJob(request: CopyRequest): Job {
  const { work, recursive, source, destination, options, identities, stream } = request;
  if (work !== "copy" || recursive) {
    // The AWS CLI's words.
    throw new UsageError({
      en: "Streaming currently is only compatible with non-recursive cp commands",
      ja: "ストリームは、再帰的でない cp コマンドでだけ使えます",
    });
  }
  if (request.backup !== undefined) {
    throw new UsageError({
      en: "cannot keep what a stream replaces: leave out `--backup-to`",
      ja: "ストリームが上書きするものは残しておけません。`--backup-to` を外してください",
    });
  }
  const ends =
    source === "-"
      ? { source: STREAM, destination: namedObject(destination, request) }
      : { source: namedObject(source, request), destination: STREAM };
  const calls = callsOfCopy({ ...ends, moves: false }, options);
  return { work: "stream", ...ends, options, identities, stream, calls };
}

function namedObject(text: string, { cwd }: CopyRequest): Extract<Place, { readonly kind: "s3" }> {
  const place = text === "-" ? STREAM : readPlace(text, cwd);
  if (place.kind === "s3" && place.prefix !== "" && !place.prefix.endsWith("/")) {
    return { ...place, only: true };
  }
  throw new UsageError({
    en: `cannot copy between \`-\` and \`${text}\`: it must name one object, such as \`s3://bucket/key\``,
    ja: `\`-\` と \`${text}\` の間ではコピーできません。\`s3://bucket/key\` のように 1 つのオブジェクトを指定してください`,
  });
}
