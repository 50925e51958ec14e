import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { startLab } from "../../src/lab/index.ts";
import { parseWorld, type World } from "../../src/policy/index.ts";
import { openAwsShell } from "../support/aws-cli.ts";
import { writeStoryTree } from "../support/story-tree.ts";
import type { ClientStage, Place } from "./client.ts";

const REGION = "ap-northeast-1";
/** The bucket of account A, whose owner signs in with profile `owner`; `other` is of account B. */
export const BUCKET = "bucket-a-111111111111";
/** Whom denials name. */
export const OTHER_ARN = "arn:aws:iam::222222222222:user/bob";

/** A lab with a bucket that keeps all versions, and what its owner sees in it. */
export interface Stage extends ClientStage {
  readonly directory: string;
  readonly faults: readonly unknown[];
  /** The same lab, reached by HTTPS. */
  readonly overTls: ClientStage;
  sha256Of(place: Place): Promise<string>;
  etagOf(place: Place): Promise<string>;
  /** How many versions each key has, without the prefix. */
  versionsUnder(prefix: string): Promise<Readonly<Record<string, number>>>;
  close(): Promise<void>;
}

/** Opens a lab, and a shell in a directory with the story's tree, a file and a bucket policy. */
export async function openStage(): Promise<Stage> {
  const faults: unknown[] = [];
  const lab = await startLab({
    world: clientWorld(),
    tlsPort: 0,
    onFault: (fault) => faults.push(fault),
  });
  const { url: tlsUrl = "", caPath = "" } = lab.tls ?? {};
  const shell = await openAwsShell({
    binary: "aws",
    endpointUrl: lab.url,
    awsConfig: lab.awsConfig(),
  });
  const keysOf: Stage["keysOf"] = (profile) => {
    const principal = lab.principals.find((other) => other.profile === profile);
    if (principal === undefined) throw new Error(`no profile \`${profile}\``);
    return principal.credentials;
  };
  const owner = new S3Client({
    endpoint: lab.url,
    region: REGION,
    credentials: keysOf("owner"),
    forcePathStyle: true,
  });
  const { directory } = shell;
  await writeStoryTree(join(directory, "tree"));
  await mkdir(join(directory, "got"));
  await writeFile(join(directory, "policy.json"), JSON.stringify(letsOtherRead));
  await owner.send(
    new PutBucketVersioningCommand({
      Bucket: BUCKET,
      VersioningConfiguration: { Status: "Enabled" },
    }),
  );
  const run: Stage["run"] = async (profile, script) => {
    const { exit, stdout, stderr } = await shell.run(profile, script);
    return { ok: exit === 0, text: stdout + stderr };
  };
  return {
    url: lab.url,
    region: REGION,
    directory,
    faults,
    keysOf,
    run,
    overTls: {
      url: tlsUrl,
      caPath,
      region: REGION,
      keysOf,
      run: (profile, script) =>
        run(profile, `export LAB_URL='${tlsUrl}' AWS_CA_BUNDLE='${caPath}'\n${script}`),
    },
    async sha256Of({ bucket, key }) {
      const { Body } = await owner.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const bytes = (await Body?.transformToByteArray()) ?? "";
      return createHash("sha256").update(bytes).digest("hex");
    },
    async etagOf({ bucket, key }) {
      const { ETag = "" } = await owner.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      return ETag;
    },
    async versionsUnder(prefix) {
      const listing = new ListObjectVersionsCommand({ Bucket: BUCKET, Prefix: prefix });
      const { Versions = [] } = await owner.send(listing);
      const counts: Record<string, number> = {};
      for (const { Key = "" } of Versions) {
        const path = Key.slice(prefix.length);
        counts[path] = (counts[path] ?? 0) + 1;
      }
      return counts;
    },
    async close() {
      owner.destroy();
      await shell.close();
      await lab.close();
    },
  };
}

const letsOtherRead = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: OTHER_ARN },
      Action: ["s3:ListBucket", "s3:GetObject"],
      Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
    },
  ],
};

/** Two accounts of one organization, so that denials between them have AWS's text. */
function clientWorld(): World {
  const managedPolicies = ["AdministratorAccess"];
  const parsed = parseWorld({
    organization: { id: "o-exampleorg1", managementAccount: "000000000000" },
    accounts: {
      "000000000000": { name: "management" },
      "111111111111": {
        name: "a",
        users: { ann: { profile: "owner", managedPolicies } },
        buckets: { [BUCKET]: { region: REGION } },
      },
      "222222222222": {
        name: "b",
        users: { bob: { profile: "other", managedPolicies } },
        buckets: { "bucket-b-222222222222": { region: REGION } },
      },
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}
