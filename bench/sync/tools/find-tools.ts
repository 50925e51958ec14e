import { findAwsClis } from "./aws-cli.ts";
import { findRclone } from "./rclone.ts";
import { findS3cmd } from "./s3cmd.ts";
import { findS3p } from "./s3p.ts";
import { findS3SyncClient } from "./s3-sync-client.ts";
import { findS4cmd } from "./s4cmd.ts";
import { findS5cmd } from "./s5cmd.ts";
import type { Tool } from "./tool.ts";

const FAMILIES = {
  aws: findAwsClis,
  rclone: findRclone,
  s3cmd: findS3cmd,
  s4cmd: findS4cmd,
  s5cmd: findS5cmd,
  s3p: findS3p,
  "s3-sync-client": findS3SyncClient,
} as const;

/** The peers that were asked for, and the names of those that are not here. */
export async function findPeers(
  wanted: readonly string[] | undefined,
): Promise<{ readonly peers: readonly Tool[]; readonly absent: readonly string[] }> {
  const families = Object.entries(FAMILIES).filter(
    ([family]) => wanted === undefined || wanted.some((name) => name.split(" ")[0] === family),
  );
  const found = await Promise.all(
    families.map(async ([family, find]) => ({ family, tools: await find() })),
  );
  return {
    peers: found.flatMap(({ tools }) => tools).filter((tool) => isWanted(tool, wanted)),
    absent: found.filter(({ tools }) => tools.length === 0).map(({ family }) => family),
  };
}

function isWanted({ name, family }: Tool, wanted: readonly string[] | undefined): boolean {
  return wanted === undefined || wanted.includes(family) || wanted.includes(name);
}
