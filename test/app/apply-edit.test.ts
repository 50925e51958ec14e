import { expect, test } from "vitest";
import { profileLabel, sameInBoth } from "../../src/aws/index.ts";
import type { AccountReader, AccountWriter, GrantEdit } from "../../src/access/index.ts";
import type { Side } from "../../src/aws/index.ts";
import { DEFAULT_SYNC_OPTIONS } from "../../src/sync/index.ts";
import { applyEdit } from "../../src/app/grant.ts";
import { readJob } from "../../src/app/job.ts";
import { settingsByDefault } from "../support/setting-reader.ts";

const ACCOUNT = "111111111111";
const DOCUMENT = { name: "worker", policyName: "SluiceSync" };

/** An account in which the inline policy `SluiceSync` has a text, and what is written to it. */
function accountWith(text: string | undefined, puts: string[]): AccountReader & AccountWriter {
  const policies = text === undefined ? [] : [{ name: "SluiceSync", text }];
  const put = (_name: string, _policy: string, after: string): Promise<void> => {
    puts.push(after);
    return Promise.resolve();
  };
  return {
    ...settingsByDefault,
    label: profileLabel("a"),
    callerIdentity: () =>
      Promise.resolve({ account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/a`, userId: "AIDAA" }),
    role: () => Promise.resolve({ arn: `arn:aws:iam::${ACCOUNT}:role/worker`, roleId: "AROAW" }),
    user: () => Promise.resolve({}),
    managedPolicy: (arn) => Promise.resolve({ name: "Edge", arn, text: "{}" }),
    rolePolicies: () => Promise.resolve(policies),
    userPolicies: () => Promise.resolve(policies),
    bucketPolicy: () => Promise.resolve(undefined),
    putKeyPolicy: () => Promise.resolve(),
    createKeyGrant: () => Promise.resolve("made"),
    revokeKeyGrant: () => Promise.resolve(),
    putVpcEndpointPolicy: () => Promise.resolve(),
    putAccessPointPolicy: () => Promise.resolve(),
    deleteAccessPointPolicy: () => Promise.resolve(),
    putBucketPolicy: () => Promise.resolve(),
    deleteBucketPolicy: () => Promise.resolve(),
    putRolePolicy: put,
    putUserPolicy: put,
    deleteRolePolicy: () => Promise.resolve(),
    deleteUserPolicy: () => Promise.resolve(),
    createRole: () => Promise.resolve(),
    putTrustPolicy: () => Promise.resolve(),
    deleteRole: () => Promise.resolve(),
  };
}

const job = readJob({
  source: ".",
  destination: "s3://bucket",
  cwd: "/",
  options: DEFAULT_SYNC_OPTIONS,
  identities: { ownerProfiles: [] },
});

async function apply(
  kind: "rolePolicy" | "userPolicy",
  before: GrantEdit["before"],
  standing: string | undefined,
): Promise<readonly string[]> {
  const puts: string[] = [];
  await write(
    { document: { kind, ...DOCUMENT }, before, after: "new" },
    accountWith(standing, puts),
  );
  return puts;
}

async function write(
  change: Pick<GrantEdit, "document" | "before" | "after">,
  account: AccountReader & AccountWriter,
): Promise<void> {
  const clients = {
    listings: [],
    account: () => Promise.resolve(account),
    bucketOf: (_: Side, alias: string) => Promise.resolve(alias),
    knowsCallers: () => Promise.resolve(true),
    surroundings: new Map(),
    close: () => Promise.resolve(),
  };
  const edit = { account: ACCOUNT, ...change, added: [], dropped: [], opens: [] };
  await applyEdit(edit, job, clients);
}

const read = (value: string | undefined): GrantEdit["before"] => ({
  known: true,
  value,
  from: "a",
});

test.each(["rolePolicy", "userPolicy"] as const)(
  "a %s is written only over the text that was read",
  async (kind) => {
    expect(await apply(kind, read("old"), "old")).toEqual(["new"]);
    expect(await apply(kind, read(undefined), undefined)).toEqual(["new"]);
    expect(await apply(kind, read('{\n  "a": 1\n}\n'), '{"a":1}')).toEqual(["new"]);
    const refusal = "not the one that was read";
    await expect(apply(kind, read("old"), "other")).rejects.toThrow(refusal);
    await expect(apply(kind, read(undefined), "other")).rejects.toThrow(refusal);
    await expect(
      apply(kind, { known: false, why: sameInBoth("AccessDenied") }, "x"),
    ).rejects.toThrow(refusal);
  },
);

// aws/aws-sdk-go issue 1718: ListGrants names a role by its id for a while after it was made.
test("a grant of KMS stays that its list shows in other words; others of its name go", async () => {
  const key = "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const input = {
    Name: "SluiceKey0000000100000002",
    GranteePrincipal: `arn:aws:iam::${ACCOUNT}:role/worker`,
    Operations: ["Decrypt", "GenerateDataKey"],
  };
  const shown = {
    name: input.Name,
    granteePrincipal: "AROAEXAMPLE",
    operations: ["GenerateDataKey", "Decrypt"],
  };
  const revoked: string[] = [];
  await write(
    {
      document: { kind: "keyGrant", key, name: input.Name },
      before: read(undefined),
      after: JSON.stringify(input),
    },
    {
      ...accountWith(undefined, []),
      keyGrants: () => Promise.resolve(["old", "made"].map((id) => ({ id, ...shown }))),
      revokeKeyGrant: (_, id) => {
        revoked.push(id);
        return Promise.resolve();
      },
    },
  );
  expect(revoked).toEqual(["old"]);
});
