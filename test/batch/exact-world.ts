import { parseWorld, type World } from "../../src/policy/index.ts";
import { BATCH_ROLE } from "./batch-world.ts";

interface Statement {
  readonly Sid: string;
  readonly [element: string]: unknown;
}

/** How a world differs from the one in which a sync by jobs has what it needs and nothing more. */
export interface Difference {
  /** The Sid of a statement that is left out. */
  readonly without?: string;
  /** Elements of statements, by Sid. */
  readonly changed?: Readonly<Record<string, object>>;
  readonly hasNoRole?: boolean;
  /** Whether nobody has been granted anything, and there is no role. */
  readonly isBare?: boolean;
}

const SOURCE = "arn:aws:s3:::from-111";
const DESTINATION = "arn:aws:s3:::to-222";
const JOBS = "arn:aws:s3:::jobs-111";
const ALICE = "arn:aws:iam::111111111111:user/alice";
const REGION = "ap-northeast-1";
const KEY_OF_111 = "11111111-2222-3333-4444-555555555555";
const KEY_OF_222 = "22222222-3333-4444-5555-666666666666";

/**
 * Two accounts, each with a key under which its bucket's objects are: statements have names, and each is needed.
 * They follow AWS's own examples (S3 User Guide, Granting permissions for Batch Operations).
 */
export function exactWorld(difference: Difference = {}): World {
  const parsed = parseWorld(writtenWorld(difference));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

function writtenWorld(difference: Difference): object {
  const { without, changed = {}, isBare = false, hasNoRole = isBare } = difference;
  const policy = (...statements: readonly Statement[]): object => ({
    Version: "2012-10-17",
    Statement: statements
      .filter(({ Sid }) => (isBare ? Sid === "Owner" : Sid !== without))
      .map((each) => ({ Effect: "Allow", ...each, ...changed[each.Sid] })),
  });
  const unlessBare = (granted: object): object => (isBare ? {} : granted);
  const keyFor = (region: string, account: string, id: string): string =>
    `arn:aws:kms:${region}:${account}:key/${id}`;
  const [keyA, keyB] = [
    keyFor(REGION, "111111111111", KEY_OF_111),
    keyFor(REGION, "222222222222", KEY_OF_222),
  ];
  const by = (Sid: string, Action: string | string[], Resource: string): Statement => ({
    Sid,
    Action,
    Resource,
  });
  const forWhom = (AWS: string, statement: Statement): Statement => ({
    ...statement,
    Principal: { AWS },
  });
  const owner = (account: string): Statement =>
    forWhom(`arn:aws:iam::${account}:root`, by("Owner", "kms:*", "*"));
  const batch = {
    trustPolicy: policy({
      Sid: "Trust",
      Principal: { Service: "batchoperations.s3.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
    }),
    inlinePolicies: {
      work: policy(
        by("RoleReads", ["s3:GetObject", "s3:GetObjectTagging"], `${SOURCE}/*`),
        by("RoleWrites", ["s3:PutObject", "s3:PutObjectTagging"], `${DESTINATION}/*`),
        by("RoleReadsManifests", "s3:GetObject", `${JOBS}/x/manifests/*`),
        by("RoleWritesReports", "s3:PutObject", `${JOBS}/x/reports/*`),
        by("RoleDecrypts", "kms:Decrypt", keyA),
        by("RoleEncrypts", "kms:GenerateDataKey", keyB),
      ),
    },
  };
  const alice = {
    profile: "alice",
    inlinePolicies: unlessBare({
      run: policy(
        by("ListsSource", "s3:ListBucket", SOURCE),
        by("ListsDestination", "s3:ListBucket", DESTINATION),
        by("WritesManifests", "s3:PutObject", `${JOBS}/x/*`),
        by("ReadsReports", "s3:GetObject", `${JOBS}/x/*`),
        by("Creates", "s3:CreateJob", "*"),
        by("Follows", "s3:DescribeJob", `arn:aws:s3:${REGION}:111111111111:job/*`),
        {
          ...by("Passes", "iam:PassRole", BATCH_ROLE),
          Condition: {
            StringEquals: { "iam:PassedToService": "batchoperations.s3.amazonaws.com" },
          },
        },
      ),
    }),
  };
  return {
    accounts: {
      "111111111111": {
        users: { alice, admin: { profile: "admin", managedPolicies: ["AdministratorAccess"] } },
        roles: hasNoRole ? {} : { batch },
        keys: { [KEY_OF_111]: { region: REGION, policy: policy(owner("111111111111")) } },
        buckets: {
          "from-111": { region: REGION, encryption: { kmsKey: keyA, bucketKey: false } },
          "jobs-111": { region: REGION },
        },
      },
      "222222222222": {
        users: { bob: { profile: "bob", managedPolicies: ["AdministratorAccess"] } },
        keys: {
          [KEY_OF_222]: {
            region: REGION,
            policy: policy(
              owner("222222222222"),
              forWhom("arn:aws:iam::111111111111:root", by("KeyOpens", "kms:GenerateDataKey", "*")),
            ),
          },
        },
        buckets: {
          "to-222": {
            region: REGION,
            encryption: { kmsKey: keyB, bucketKey: false },
            ...unlessBare({
              policy: policy(
                forWhom(
                  "arn:aws:iam::111111111111:root",
                  by("BucketOpens", ["s3:PutObject", "s3:PutObjectTagging"], `${DESTINATION}/*`),
                ),
                forWhom(ALICE, by("BucketLists", "s3:ListBucket", DESTINATION)),
              ),
            }),
          },
        },
      },
    },
  };
}
