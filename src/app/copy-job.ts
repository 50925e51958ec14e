import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { UsageError } from "../aws/index.ts";
import { callsOfCopy, type Place } from "../sync/index.ts";
import type { CopyRequest } from "./copy-request.ts";
import { type Job, withBackup, withWay } from "./job.ts";
import { readStreamJob } from "./stream-job.ts";
import { readPlace } from "./read-place.ts";
import { refuseOntoItself } from "./refuse-onto-itself.ts";

interface Ends {
  readonly source: Place;
  readonly destination: Place;
}

/** Reads both ends of a copy or a move; throws `UsageError` where they make none. */
export async function readCopyJob(request: CopyRequest): Promise<Job> {
  const { work, recursive, identities } = request;
  if (request.source === "-" || request.destination === "-") return readStreamJob(request);
  const ends = recursive ? placesOf(request) : await singleEnds(request);
  const moves = work === "move";
  if (moves) refuseOntoItself(request, ends);
  const settled = withWay(request, ends.source.kind === ends.destination.kind);
  // What is there is not listed, so S3 itself has to keep it.
  const options = settled.noOverwrite
    ? { ...settled, write: { ...settled.write, ifNoneMatch: "*" as const } }
    : settled;
  const calls = callsOfCopy({ ...ends, moves }, options);
  return { work, ...withBackup({ ...ends, options, identities, calls }, request) };
}

function placesOf({ source: from, destination: to, cwd }: CopyRequest): Ends {
  const [source, destination] = [readPlace(from, cwd), readPlace(to, cwd)];
  if (source.kind === "s3" || destination.kind === "s3") return { source, destination };
  throw new UsageError({
    en: `cannot copy \`${from}\` to \`${to}\`: one of them must be an S3 URI such as \`s3://bucket/key\``,
    ja: `\`${from}\` から \`${to}\` にはコピーできません。どちらかは \`s3://bucket/key\` のような S3 URI である必要があります`,
  });
}

/** One file or object, and the name that the AWS CLI gives it at the destination. */
async function singleEnds(request: CopyRequest): Promise<Ends> {
  const { source, destination } = placesOf(request);
  const name =
    source.kind === "s3" ? nameOfObject(source, request) : await nameOfFile(source, request);
  const from = { ...source, only: true } as const;
  if (destination.kind === "s3") {
    const { prefix } = destination;
    const isFolder = prefix === "" || prefix.endsWith("/");
    const key = isFolder ? prefix + name : prefix;
    if (key === "") throw nameless(request);
    return { source: from, destination: { ...destination, only: true, prefix: key } };
  }
  const isInto = request.destination.endsWith("/") || (await isDirectory(destination.path));
  const path = isInto ? join(destination.path, name) : destination.path;
  return { source: from, destination: { kind: "local", path, only: true } };
}

function nameOfObject({ prefix }: { readonly prefix: string }, { source }: CopyRequest): string {
  if (prefix !== "") return prefix.slice(prefix.lastIndexOf("/") + 1);
  throw new UsageError({
    en: `cannot copy \`${source}\`: it names no object; name one, or copy all of them with \`--recursive\``,
    ja: `\`${source}\` をコピーできません。オブジェクトの名前がありません。1 つ指定するか、\`--recursive\` ですべてをコピーしてください`,
  });
}

/** The AWS CLI asks S3 for an object without a key. */
function nameless({ source, destination }: CopyRequest): UsageError {
  return new UsageError({
    en: `cannot copy \`${source}\` to \`${destination}\`: its name ends in \`/\`, so name the object at the destination too`,
    ja: `\`${source}\` を \`${destination}\` にコピーできません。名前が \`/\` で終わるため、コピー先でもオブジェクトの名前を指定してください`,
  });
}

async function nameOfFile(
  { path }: { readonly path: string },
  { source: typed }: CopyRequest,
): Promise<string> {
  // The AWS CLI's words.
  if (!(await isThere(path))) {
    throw new UsageError({
      en: `The user-provided path ${typed} does not exist.`,
      ja: `指定されたパス ${typed} は存在しません。`,
    });
  }
  if (!(await isDirectory(path))) return basename(path);
  throw new UsageError({
    en: `cannot copy directory \`${path}\` as a file: copy what is in it with \`--recursive\``,
    ja: `ディレクトリ \`${path}\` をファイルとしてコピーすることはできません。\`--recursive\` で中身をコピーしてください`,
  });
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
