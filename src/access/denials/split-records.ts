import { plainLines } from "./plain-lines.ts";

// A record longer than this is a dump of something else; AWS's messages stand at its beginning.
const RECORD_LIMIT = 6_000;

// What begins a message in the output of the AWS CLI, rclone, Terraform, s5cmd, and in logs.
const alwaysStarts =
  /^(?:(?:copy|upload|download|move|delete) failed: |fatal error: |ERROR\b|Error: |\[?\d{4}[-/]\d\d[-/]\d\d[ T])/;
const startsAfterError =
  /^(?:An error occurred \(|A client error \(|<Error>|[\w.]*ClientError: |\w+: (?:User: |Access Denied))/;
const carriesError = /occurred \(\w+\)|client error \(\w+\)|<Code>|api error \w+:/;
// `User: …` may stand on a line of its own after the error that it belongs to.
const startsAfterRefusal = /^User: /;
const carriesRefusal = /is not authorized to perform/;

/** Splits pasted output into messages: lines that a terminal or a box has wrapped are joined again. */
export function splitRecords(text: string): readonly string[] {
  const records: string[] = [];
  let current = "";
  const flush = (): void => {
    if (current !== "") records.push(current);
    current = "";
  };
  for (const line of plainLines(text, (line) => alwaysStarts.test(line))) {
    if (line === "" || isStart(line, current)) flush();
    if (line !== "" && current.length < RECORD_LIMIT) {
      current = `${current}${current === "" ? "" : " "}${line.slice(0, RECORD_LIMIT)}`;
    }
  }
  flush();
  return records;
}

function isStart(line: string, current: string): boolean {
  // s3cmd tells the bucket in an error of its own, before the error of S3.
  if (/^ERROR: S3 error/.test(line) && /^ERROR: Access to bucket/.test(current)) return false;
  if (alwaysStarts.test(line)) return true;
  const isRefused = carriesRefusal.test(current);
  if (startsAfterRefusal.test(line)) return isRefused;
  return startsAfterError.test(line) && (isRefused || carriesError.test(current));
}
