import { mkdir, symlink, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { type Lab, startLab } from "../../src/lab/index.ts";
import { parseWorld, type World } from "../../src/policy/index.ts";
import { readTree } from "../support/read-tree.ts";
import type { FlagRow, GivenEntry, WantedOutcome } from "./flag-row.ts";
import { operationName } from "./operation-name.ts";
import { openRecordingProxy, type RecordingProxy } from "./recording-proxy.ts";

const REGION = "ap-northeast-1";
const FROM = "from-111111111111";
const TO = "to-111111111111";

/** How a program is run on a stage: the words of a sync, in a directory. */
export type RunSync = (words: readonly string[], stage: FlagStage) => Promise<Printed>;

interface Printed {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A lab with two buckets behind a recording proxy. */
export interface FlagStage {
  readonly lab: Lab;
  readonly proxy: RecordingProxy;
  /** Where the sides of all rows are that are directories. */
  readonly directory: string;
  /** Sets a row up under a name of its own, runs it, and looks. */
  play(row: FlagRow, run: RunSync): Promise<WantedOutcome>;
  close(): Promise<void>;
}

export async function openFlagStage(directory: string): Promise<FlagStage> {
  const lab = await startLab({ world: world() });
  const proxy = await openRecordingProxy(lab.url);
  const { credentials } = lab.principal("ann");
  const shared = { region: REGION, forcePathStyle: true, credentials };
  const s3 = new S3Client({ endpoint: lab.url, ...shared });
  let rows = 0;
  const stage: FlagStage = {
    lab,
    proxy,
    directory,
    async play({ given }, run) {
      const root = `r${++rows}`;
      const [fromLocal, toLocal] = [given.direction === "up", given.direction === "down"];
      const sides = {
        source: fromLocal ? `${root}/src` : `s3://${FROM}/${root}`,
        destination: toLocal ? `${root}/dst` : `s3://${TO}/${root}`,
      };
      const times = new Map<string, number>();
      const seedBucket = async (bucket: string, entries: FlagRow["given"]["source"]) => {
        for (const [key, entry] of Object.entries(entries)) {
          await putObject(s3, { bucket, key: `${root}/${key}` }, entry);
          times.set(key, Math.floor(Date.now() / 1000));
        }
      };
      const seedFiles = async (folder: string, entries: FlagRow["given"]["source"]) => {
        await mkdir(join(directory, folder), { recursive: true });
        for (const [key, entry] of Object.entries(entries)) {
          const time = times.get(key) ?? Math.floor(Date.now() / 1000);
          await putFile(join(directory, folder, key), entry, time);
        }
      };
      const { source, destination = {} } = given;
      // Objects first: files take their times from them.
      if (!fromLocal) await seedBucket(FROM, source);
      if (!toLocal) await seedBucket(TO, destination);
      if (fromLocal) await seedFiles(sides.source, source);
      if (toLocal) await seedFiles(sides.destination, destination);
      const before = proxy.seen.length;
      const words = [sides.source, sides.destination, ...given.flags];
      const { exit, stdout, stderr } = await run(words, stage);
      const lines = linesOf(stdout + stderr, [
        [join(directory, sides.source), "SRC"],
        [join(directory, sides.destination), "DST"],
        [sides.source, "SRC"],
        [sides.destination, "DST"],
      ]);
      const requests = proxy.seen.slice(before).flatMap((request) => {
        const operation = operationName(request);
        const [, bucket = "", key = ""] = /^\/([^/]+)\/(.*)$/s.exec(request.path) ?? [];
        if (operation === undefined || !key.startsWith(`${root}/`)) return [];
        const side = bucket === FROM ? "SRC" : "DST";
        const seen = (given.sees ?? []).map(
          (header) => `${header}=${String(request.headers[header] ?? "-")}`,
        );
        return [[operation, `${side}/${key.slice(root.length + 1)}`, ...seen].join(" ")];
      });
      const tree = toLocal
        ? await readTree(join(directory, sides.destination))
        : await readBucket(s3, root);
      return { exit, lines, requests: requests.toSorted(), tree: shown(tree) };
    },
    async close() {
      s3.destroy();
      await proxy.close();
      await lab.close();
    },
  };
  return stage;
}

/** Lines that the AWS CLI has a form for: what sluice says beside them is its own. */
const AWS_LINE =
  /^(?:\(dryrun\) )?(?:upload|download|copy|delete)(?: failed)?: |^warning: |^fatal error: /;

function linesOf(
  text: string,
  names: readonly (readonly [path: string, name: string])[],
): readonly string[] {
  return text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => AWS_LINE.test(line))
    .map((line) => names.reduce((said, [path, name]) => said.replaceAll(path, name), line))
    .toSorted();
}

function shown(tree: ReadonlyMap<string, Buffer>): WantedOutcome["tree"] {
  return Object.fromEntries(
    [...tree].map(([key, bytes]) => [key, bytes.length > 100 ? bytes.length : bytes.toString()]),
  );
}

function bodyOf({ body }: GivenEntry): string | Buffer {
  return typeof body === "number" ? Buffer.alloc(body, "x") : body;
}

async function putObject(
  s3: S3Client,
  { bucket, key }: { readonly bucket: string; readonly key: string },
  entry: GivenEntry,
): Promise<void> {
  const { storageClass, contentType, metadata, tags } = entry;
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: bodyOf(entry),
      ...(storageClass && { StorageClass: storageClass }),
      ...(contentType !== undefined && { ContentType: contentType }),
      ...(metadata && { Metadata: metadata }),
      ...(tags !== undefined && { Tagging: tags }),
    }),
  );
}

async function putFile(path: string, entry: GivenEntry, second: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if (entry.linkTo !== undefined) {
    await symlink(entry.linkTo, path);
    return;
  }
  await writeFile(path, bodyOf(entry));
  const time = second + (entry.newerBySeconds ?? 0);
  await utimes(path, time, time);
}

async function readBucket(s3: S3Client, root: string): Promise<ReadonlyMap<string, Buffer>> {
  const Prefix = `${root}/`;
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: TO, Prefix }));
  const tree = new Map<string, Buffer>();
  for (const { Key = "" } of Contents) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: TO, Key }));
    tree.set(Key.slice(Prefix.length), Buffer.from((await Body?.transformToByteArray()) ?? []));
  }
  return tree;
}

function world(): World {
  const parsed = parseWorld({
    accounts: {
      "111111111111": {
        users: { ann: { profile: "ann", managedPolicies: ["AdministratorAccess"] } },
        buckets: {
          [FROM]: { region: REGION },
          [TO]: {
            region: REGION,
            objectOwnership: "ObjectWriter",
            publicAccessBlock: { blockPublicAcls: false },
          },
        },
      },
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}
