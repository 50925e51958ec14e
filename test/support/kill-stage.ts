import {
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { s3ClientOf } from "./s3-client-of.ts";

/** The ways that an object can go; a stream is a copy by two identities through this machine. */
export const KINDS = ["upload", "download", "copy", "stream"] as const;
export type Kind = (typeof KINDS)[number];

/** Files or objects by key, as sums of what they hold. */
export type Tree = ReadonlyMap<string, string>;

/** A lab in another process, a source in it and on disk, and a home whose journals are seen. */
export interface KillStage {
  readonly home: string;
  readonly source: Tree;
  /** Makes a destination with old versions of some keys, and keys that the source does not have. */
  destination(kind: Kind, name: string): Promise<Destination>;
  /** Starts the command with the words. */
  start(words: readonly string[]): Running;
  close(): Promise<void>;
}

/** Where one run writes to. */
export interface Destination {
  /** SOURCE, DESTINATION and who acts. */
  readonly words: readonly string[];
  readonly old: Tree;
  /** What is visible there now. */
  readonly read: () => Promise<Tree>;
  /** Uploads in parts and unfinished files that are left. */
  readonly leftovers: () => Promise<readonly string[]>;
}

/** A run of the command in a process of its own. */
export interface Running {
  readonly pid: number;
  readonly exit: Promise<number | null>;
  readonly said: () => string;
  kill(): void;
}

const MIB = 1024 * 1024;
const SMALL_FILES = 60;
const LARGE_FILES = [9 * MIB, 17 * MIB];
const BUCKETS = { a: "dev-a-111111111111", b: "dev-b-222222222222" } as const;

/** Opens a stage; `main` is the program. */
export async function openKillStage(main: string): Promise<KillStage> {
  const home = await mkdtemp(join(tmpdir(), "sluice-kill-"));
  const config = join(home, "aws.ini");
  const env = {
    PATH: process.env["PATH"],
    HOME: home,
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: join(home, "none"),
    AWS_EC2_METADATA_DISABLED: "true",
  };
  const lab = spawn(process.execPath, [main, "lab", "--port", "0", "--write-aws-config", config], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(createInterface(lab.stdout), "line");
  const text = await readFile(config, "utf8");
  const clients = { a: s3ClientOf(text, "dev-a"), b: s3ClientOf(text, "dev-b") };
  const bodies = sourceBodies();
  for (const [key, body] of bodies) {
    await put(clients.a, { Bucket: BUCKETS.a, Key: `source/${key}`, Body: body });
    await write(join(home, "source", key), body);
  }
  return {
    home,
    source: new Map([...bodies].map(([key, body]) => [key, sumOf(body)])),
    destination: (kind, name) =>
      kind === "download"
        ? localDestination(join(home, name))
        : bucketDestination(kind, name, clients[kind === "stream" ? "b" : "a"]),
    start: (words) => start([main, ...words], { env, cwd: home }),
    close: async () => {
      const exited = once(lab, "exit");
      lab.kill("SIGKILL");
      await exited;
      for (const client of Object.values(clients)) client.destroy();
      await rm(home, { recursive: true, force: true });
    },
  };
}

function sourceBodies(): ReadonlyMap<string, Buffer> {
  const bodies = new Map<string, Buffer>();
  for (let at = 0; at < SMALL_FILES; at++) {
    bodies.set(`${at % 2 === 0 ? "d/" : ""}f${at}`, randomBytes(100 + at * 300));
  }
  for (const [at, size] of LARGE_FILES.entries()) bodies.set(`e/large${at}`, randomBytes(size));
  return bodies;
}

/** Every fourth small key and a large one in an old version, and three keys of its own. */
function oldBodies(): ReadonlyMap<string, Buffer> {
  const bodies = new Map<string, Buffer>();
  for (let at = 0; at < SMALL_FILES; at += 4) bodies.set(`d/f${at}`, randomBytes(50));
  bodies.set("e/large0", randomBytes(50));
  for (const name of ["a", "d/g", "z"]) bodies.set(`extra/${name}`, randomBytes(50));
  return bodies;
}

async function localDestination(root: string): Promise<Destination> {
  const bodies = oldBodies();
  for (const [key, body] of bodies) await write(join(root, key), body);
  const names = async (): Promise<readonly string[]> => {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  };
  const isPart = (name: string): boolean => /[.]sluice-[0-9a-f]{16}[.]part$/.test(name);
  return {
    words: [`s3://${BUCKETS.a}/source`, root, "--profile", "dev-a"],
    old: sumsOf(bodies),
    read: async () => {
      const seen = new Map<string, string>();
      for (const name of await names()) {
        if (!isPart(name)) seen.set(name, sumOf(await readFile(join(root, name))));
      }
      return seen;
    },
    leftovers: async () => (await names()).filter(isPart),
  };
}

async function bucketDestination(
  kind: Exclude<Kind, "download">,
  name: string,
  s3: S3Client,
): Promise<Destination> {
  const Bucket = BUCKETS[kind === "stream" ? "b" : "a"];
  const prefix = `${name}/`;
  const bodies = oldBodies();
  for (const [key, body] of bodies) await put(s3, { Bucket, Key: prefix + key, Body: body });
  const who =
    kind === "stream"
      ? ["--source-profile", "dev-a", "--destination-profile", "dev-b", "--no-check"]
      : ["--profile", "dev-a"];
  const from = kind === "upload" ? "source" : `s3://${BUCKETS.a}/source`;
  return {
    words: [from, `s3://${Bucket}/${name}`, ...who],
    old: sumsOf(bodies),
    read: async () => {
      const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: prefix }));
      const seen = new Map<string, string>();
      for (const { Key = "" } of listed.Contents ?? []) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        seen.set(
          Key.slice(prefix.length),
          sumOf((await Body?.transformToByteArray()) ?? new Uint8Array()),
        );
      }
      return seen;
    },
    leftovers: async () => {
      const listed = await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: prefix }));
      return (listed.Uploads ?? []).map(({ Key, UploadId }) => `${Key ?? ""} ${UploadId ?? ""}`);
    },
  };
}

function start(
  words: readonly string[],
  { env, cwd }: { readonly env: NodeJS.ProcessEnv; readonly cwd: string },
): Running {
  const child = spawn(process.execPath, words, { env, cwd, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text: Buffer) => {
      said += text.toString();
    });
  }
  return {
    pid: child.pid ?? 0,
    exit: once(child, "close").then(([code]) => code as number | null),
    said: () => said,
    kill: () => {
      child.kill("SIGKILL");
    },
  };
}

async function put(
  s3: S3Client,
  object: { readonly Bucket: string; readonly Key: string; readonly Body: Buffer },
): Promise<void> {
  await s3.send(new PutObjectCommand(object));
}

async function write(path: string, body: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, body);
}

function sumsOf(bodies: ReadonlyMap<string, Buffer>): Tree {
  return new Map([...bodies].map(([key, body]) => [key, sumOf(body)]));
}

function sumOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
