import { expect, test } from "vitest";
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
    label: "profile a",
    callerIdentity: () =>
      Promise.resolve({ account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/a`, userId: "AIDAA" }),
    role: () => Promise.resolve({ arn: `arn:aws:iam::${ACCOUNT}:role/worker`, roleId: "AROAW" }),
    user: () => Promise.resolve({}),
    managedPolicy: (arn) => Promise.resolve({ name: "Edge", arn, text: "{}" }),
    rolePolicies: () => Promise.resolve(policies),
    userPolicies: () => Promise.resolve(policies),
    bucketPolicy: () => Promise.resolve(undefined),
    putKeyPolicy: () => Promise.resolve(),
    createKeyGrant: () => Promise.resolve(),
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
  const account = accountWith(standing, puts);
  const clients = {
    listings: [],
    account: () => Promise.resolve(account),
    bucketOf: (_: Side, alias: string) => Promise.resolve(alias),
    surroundings: new Map(),
    close: () => Promise.resolve(),
  };
  const edit = {
    account: ACCOUNT,
    document: { kind, ...DOCUMENT },
    before,
    after: "new",
    added: [],
    dropped: [],
    opens: [],
  };
  await applyEdit(edit, job, clients);
  return puts;
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
    await expect(apply(kind, { known: false, why: "AccessDenied" }, "x")).rejects.toThrow(refusal);
  },
);
