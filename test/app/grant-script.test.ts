import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { GrantEdit } from "../../src/access/index.ts";
import {
  bucket,
  endpoint,
  GRANT,
  HOSTILE,
  KEY,
  keyGrant,
  newRole,
  policy,
  role,
  textOf,
  trust,
  unread,
} from "./grant-edits.ts";

describe("as commands of the AWS CLI", () => {
  const directory = mkdtempSync(join(tmpdir(), "sluice-grant-"));
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  /** Runs a script with a program `aws` that answers reads with a text, and says what it was called with. */
  function run(edits: readonly GrantEdit[], aws: string): { calls: string; error: string } {
    const script = `aws() { printf '%s|' "$@" >> calls; echo >> calls; ${aws}\n}\n: > calls\n`;
    let error = "";
    try {
      execFileSync("sh", ["-c", `${script}${textOf("cli", edits)}`], {
        cwd: directory,
        stdio: "pipe",
      });
    } catch (failure) {
      error = String((failure as { stderr: Buffer }).stderr);
    }
    return { calls: readFileSync(join(directory, "calls"), "utf8"), error };
  }

  test("what stands there is read, kept, and replaced by the whole document", () => {
    // S3 gives the text back without white space.
    const { calls, error } = run(
      [bucket],
      `case $2 in get-*) cat <<'END'\n${JSON.stringify(JSON.parse(policy(HOSTILE)))}\nEND\nesac`,
    );
    const flags =
      "--bucket|dst.b|--expected-bucket-owner|222222222222|--profile|b's|--region|us-east-1";
    expect({ calls, error }).toEqual({
      calls: `s3api|get-bucket-policy|${flags}|--query|Policy|--output|text|\ns3api|put-bucket-policy|${flags}|--policy|file://222222222222-bucketPolicy-dst.b.json|\n`,
      error: "",
    });
    const file = (suffix: string): string =>
      readFileSync(join(directory, `222222222222-bucketPolicy-dst.b${suffix}.json`), "utf8");
    expect(file("")).toBe(bucket.after);
    expect(JSON.parse(file(".before"))).toEqual(JSON.parse(policy(HOSTILE)));
  });

  test("nothing is written where something else stands now", () => {
    const { calls, error } = run([bucket], "echo '{}'");
    expect(calls).not.toContain("put-bucket-policy");
    expect(error).toContain("is no longer the one that was read");
  });

  test("nothing is written where there was nothing and now is, or where nobody may look", () => {
    const inRole = { ...role, account: "222222222222" };
    expect(run([inRole], "echo '{}'").calls).not.toContain("put-role-policy");
    expect(run([inRole], "echo AccessDenied >&2; return 1").calls).not.toContain("put-role-policy");
    const { calls } = run([inRole], "case $2 in get-*) echo NoSuchEntity >&2; return 1; esac");
    expect(calls).toContain("iam|put-role-policy|--role-name|Sync|--policy-name|SluiceSync|");
  });

  test("an endpoint's policy is replaced, a grant of KMS made where there is none by its name", () => {
    const own = { ...endpoint, account: "222222222222" };
    const read = `case $2 in describe-*) cat <<'END'\n${policy(HOSTILE)}\nEND\nesac`;
    expect(run([own], read).calls).toContain(
      "ec2|modify-vpc-endpoint|--vpc-endpoint-id|vpce-0a1b2c3d|--profile|b's|--region|us-east-1|--policy-document|file://222222222222-vpcEndpointPolicy-vpce-0a1b2c3d.json|",
    );
    const made = run([keyGrant], "true").calls;
    expect(made).toContain(`kms|list-grants|--key-id|${KEY}|--profile|b's|`);
    // A grant of the same name may still be there, for a role that was deleted and made anew.
    expect(made).toContain(
      `|Grants[?Name=='${GRANT.Name}' && GranteePrincipal=='${GRANT.GranteePrincipal}'].GrantId|`,
    );
    expect(made).toContain(
      `kms|create-grant|--key-id|${KEY}|--profile|b's|--region|us-east-1|--cli-input-json|file://222222222222-keyGrant-`,
    );
    expect(run([keyGrant], "echo 0123").calls).not.toContain("create-grant");
  });

  test("whom a grant of KMS names is a word to the shell, whatever its path", () => {
    const grantee = "arn:aws:iam::111111111111:role/$(touch${IFS}hit)/it's/`touch${IFS}hit`/Sync";
    const after = JSON.stringify({ ...GRANT, GranteePrincipal: grantee });
    expect(run([{ ...keyGrant, after }], "true").calls).toContain(
      `GranteePrincipal=='${grantee.replace("'", "\\'")}'].GrantId|`,
    );
    expect(readdirSync(directory)).not.toContain("hit");
  });

  test("a role is made where there is none, and its trust policy replaced where there is one", () => {
    const own = { account: "222222222222" };
    const made = run(
      [{ ...newRole, ...own }],
      "case $2 in get-*) echo NoSuchEntity >&2; return 1; esac",
    ).calls;
    const batch = "--role-name|Batch|";
    expect(made.split("\n").slice(1)).toEqual([
      `iam|create-role|${batch}--path|/jobs/|--profile|b's|--assume-role-policy-document|file://222222222222-trustPolicy-Batch.json|`,
      `iam|wait|role-exists|${batch}--profile|b's|`,
      "",
    ]);
    const read = `case $2 in get-*) cat <<'END'\n${policy(HOSTILE)}\nEND\nesac`;
    expect(run([{ ...trust, ...own }], read).calls).toContain(
      `iam|update-assume-role-policy|${batch}--profile|b's|--policy-document|file://222222222222-trustPolicy-Batch.json|`,
    );
    expect(run([{ ...newRole, ...own }], read).calls).not.toContain("create-role");
  });

  test("a profile that is not known is asked for", () => {
    expect(run([role], "true").error).toContain("name a profile of account 111111111111");
  });

  test("what could not be read is left to people", () => {
    expect(run([unread], "true")).toEqual({ calls: "", error: "" });
  });
});
