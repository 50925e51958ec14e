import { defaultKeyPolicy } from "../../src/policy/index.ts";
import type { WireQuestion } from "../lab/wire.ts";
import type { PolicyRow } from "../policy/policy-row.ts";
import { Inexpressible, known } from "./inexpressible.ts";
import { documentOf } from "./row-document.ts";

type Tree = Record<string, unknown>;
type RowKey = NonNullable<Exclude<PolicyRow["keys"], "unreadable">>[number];
type KeyPolicy = NonNullable<PolicyRow["keyPolicy"]>;

/** The KMS keys of a row's world, by account and id. */
export function keysOf(row: PolicyRow): readonly (readonly [account: string, keys: Tree])[] {
  const { keyPolicy, grants, keyState, resource } = row;
  const asked =
    keyPolicy === undefined
      ? []
      : [
          keyOf(resource, {
            ...policyOf(keyPolicy),
            grants: known(grants ?? []),
            ...(keyState !== undefined && { state: keyState }),
          }),
        ];
  return [...asked, ...s3KeysOf(row).map((key) => keyOf(key.arn, s3KeyOf(key)))];
}

function s3KeysOf({ keys }: PolicyRow): readonly RowKey[] {
  return known<readonly RowKey[]>(keys ?? []);
}

function s3KeyOf(key: RowKey): Tree {
  if (key.resourceControl !== undefined) throw new Inexpressible("the key has RCPs of its own");
  const { context = {}, policy, state, grants = [] } = key;
  const { "kms:resourcealiases": [alias] = [], ...others } = context;
  const [other] = Object.keys(others);
  if (other !== undefined) throw new Inexpressible(`no request carries it to the key: ${other}`);
  return {
    // Who wrote what is read was let by another policy than its readers.
    ...(isChangedAfterwards(key) ? { policy: WRITERS } : policyOf(policy)),
    ...(state !== undefined && !isChangedAfterwards(key) && { state }),
    ...(alias !== undefined && { alias }),
    grants: known(grants),
  };
}

const WRITERS = {
  Version: "2012-10-17",
  Statement: ["111111111111", "222222222222"].map((account) => ({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  })),
};

function isChangedAfterwards({ purpose, policy }: RowKey): boolean {
  return purpose === "read" && policy !== "aws/s3" && policy !== "unreadable";
}

function keyOf(arn: string, key: Tree): readonly [string, Tree] {
  const [, , , region, account = "", resource = ""] = arn.split(":");
  return [account, { [resource.replace("key/", "")]: { region, ...key } }];
}

function policyOf(policy: KeyPolicy): Tree {
  if (policy === "default") return {};
  if (policy === "aws/s3") return { awsManaged: true };
  const read = known(policy);
  if ("length" in read && read.length === 0) throw new Inexpressible("a key without a policy");
  return { policy: documentOf(read) };
}

/** What the root user of an account asks for before the row's request. */
export interface Change {
  readonly account: string;
  readonly question: Omit<WireQuestion, "credentials">;
}

/** Brings the keys of what is read to the policy and the state that the row gives. */
export function keyChangesOf(row: PolicyRow): readonly Change[] {
  return s3KeysOf(row)
    .filter(isChangedAfterwards)
    .flatMap(({ arn, policy, state }) => {
      const [, , , region = "", account = ""] = arn.split(":");
      const text =
        policy === "default"
          ? defaultKeyPolicy(account)
          : JSON.stringify(policyOf(policy)["policy"]);
      const calls: [string, object][] = [];
      if (state === "disabled") calls.push(["DisableKey", {}]);
      if (state === "pendingDeletion") calls.push(["ScheduleKeyDeletion", {}]);
      calls.push(["PutKeyPolicy", { Policy: text, BypassPolicyLockoutSafetyCheck: true }]);
      return calls.map(([name, input]) => ({
        account,
        question: kmsQuestion(name, { KeyId: arn, ...input }, region),
      }));
    });
}

/** A call of KMS. */
export function kmsQuestion(name: string, input: object, region: string): Change["question"] {
  return {
    method: "POST",
    target: "/",
    service: "kms",
    region,
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `TrentService.${name}`,
    },
    body: JSON.stringify(input),
  };
}
