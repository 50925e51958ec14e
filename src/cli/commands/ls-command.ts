import { bucketPages, levelPages, readableSize } from "../../app/index.ts";
import { parseS3Uri } from "../../aws/index.ts";
import { hasFlag, valueOf } from "../arguments/option.ts";
import type { Command, Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { AWS_OPTIONS } from "./aws-options.ts";
import { CALLER_OPTIONS, identityFlags } from "./job-options.ts";
import { PAGE_SIZE_OPTION, pageSizeOf } from "./transfer-options.ts";

export const command: Command = {
  operands: "[S3URI]",
  operandCount: { min: 0, max: 1 },
  options: {
    recursive: {
      kind: "flag",
      summary: { en: "list all that is under S3URI", ja: "S3URI 以下をすべて一覧にする" },
    },
    "human-readable": {
      kind: "flag",
      summary: { en: "write sizes with units", ja: "サイズを単位付きで表示する" },
    },
    summarize: {
      kind: "flag",
      summary: {
        en: "end with the number of objects and their size",
        ja: "最後にオブジェクトの数と合計サイズを表示する",
      },
    },
    "bucket-name-prefix": {
      kind: "value",
      value: "PREFIX",
      summary: {
        en: "of all buckets, those whose name begins so",
        ja: "バケットのうち、名前がこれで始まるもの",
      },
    },
    "bucket-region": {
      kind: "value",
      value: "REGION",
      summary: { en: "of all buckets, those in REGION", ja: "バケットのうち、REGION にあるもの" },
    },
    ...CALLER_OPTIONS,
    "page-size": PAGE_SIZE_OPTION,
    ...AWS_OPTIONS,
  },
  examples: [
    { says: { en: "every bucket", ja: "すべてのバケット" }, line: "sluice ls" },
    { says: { en: "one level", ja: "1 階層" }, line: "sluice ls s3://my-bucket/logs/" },
    {
      says: { en: "how much there is", ja: "全体の数とサイズ" },
      line: "sluice ls s3://my-bucket --recursive --human-readable --summarize",
    },
  ],
  run: async (invocation) => {
    const [place = "s3://"] = invocation.args.positionals;
    // A bucket alone may be named without `s3://`, but none is named `s3:`.
    if (/^s3:/i.test(place) && !place.startsWith("s3://")) parseS3Uri(place);
    const name = place.replace(/^s3:\/\//, "");
    return name === "" ? printBuckets(invocation) : printLevel(place, invocation);
  },
};

async function printBuckets({ args, terminal }: Invocation): Promise<number> {
  const prefix = valueOf(args, "bucket-name-prefix");
  const wanted = { pageSize: pageSizeOf(args), prefix, region: valueOf(args, "bucket-region") };
  for await (const page of bucketPages(identityFlags(args), wanted)) {
    for (const { name, createdMs } of page) terminal.out(`${localTime(createdMs)} ${name}\n`);
  }
  return ExitCode.done;
}

async function printLevel(place: string, { args, terminal }: Invocation): Promise<number> {
  const recursive = hasFlag(args, "recursive");
  const sizeText = hasFlag(args, "human-readable") ? readableSize : String;
  let [objects, bytes, prefixes] = [0, 0, 0];
  const signal = terminal.interrupted;
  const request = { place, recursive, signal, identities: identityFlags(args) };
  for await (const page of levelPages({ ...request, pageSize: pageSizeOf(args) })) {
    prefixes += page.prefixes.length;
    for (const prefix of page.prefixes) {
      terminal.out(`${"PRE".padStart(30)} ${lastName(prefix.slice(0, -1))}/\n`);
    }
    for (const { key, size, modifiedMs } of page.entries) {
      objects++;
      bytes += size;
      const name = recursive ? key : lastName(key);
      terminal.out(`${localTime(modifiedMs)} ${sizeText(size).padStart(10)} ${name}\n`);
    }
  }
  if (hasFlag(args, "summarize")) {
    terminal.out(`\nTotal Objects: ${objects}\n   Total Size: ${sizeText(bytes)}\n`);
  }
  // As the AWS CLI: a bucket may be empty, a key that is asked for must be there.
  const asksForKey = parseS3Uri(place.replace(/^(?!s3:\/\/)/, "s3://")).prefix !== "";
  return asksForKey && objects + prefixes === 0 ? ExitCode.failed : ExitCode.done;
}

function lastName(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}

/** As the AWS CLI writes times: `2026-11-22 18:43:16`, where the reader is. */
function localTime(ms: number): string {
  const time = new Date(ms);
  const two = (part: number): string => String(part).padStart(2, "0");
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}
