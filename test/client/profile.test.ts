import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { profileLabel } from "../../src/aws/index.ts";
import { loadProfile } from "../../src/client/index.ts";
import { cachedCredentials } from "../../src/client/profile/cached-credentials.ts";
import { answer, type ScriptedServer, startScript } from "./scripted-server.ts";

const secret = "wJalrXUtnFEMIsecret";
let folder: string;
let servers: ScriptedServer[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sluice-profile-"));
  for (const name of Object.keys(process.env).filter((key) => key.startsWith("AWS_"))) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv("HOME", folder);
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  vi.stubEnv("AWS_CONFIG_FILE", join(folder, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "credentials"));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers) await server.close();
  servers = [];
  await rm(folder, { recursive: true });
});

function writeConfig(text: string): Promise<void> {
  return writeFile(join(folder, "config"), text);
}

const staticKeys = `
[profile dev-a]
region = ap-northeast-1
endpoint_url = http://127.0.0.1:4566
aws_access_key_id = AKIAPROFILE
aws_secret_access_key = ${secret}
`;

function stubEnvironmentKeys(): void {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAENV");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", secret);
  vi.stubEnv("AWS_SESSION_TOKEN", "token");
}

describe("where keys come from", () => {
  test("a profile of the config file, with its region and endpoint", async () => {
    await writeConfig(staticKeys);
    const profile = await loadProfile({ profile: "dev-a" });
    expect(profile).toMatchObject({
      label: profileLabel("dev-a"),
      region: "ap-northeast-1",
      endpoints: {
        s3: "http://127.0.0.1:4566",
        sts: "http://127.0.0.1:4566",
        iam: "http://127.0.0.1:4566",
      },
      addressing: "auto",
    });
    expect(await profile.credentials()).toMatchObject({ accessKeyId: "AKIAPROFILE" });
  });

  test("a named profile precedes keys in the environment", async () => {
    await writeConfig(staticKeys);
    stubEnvironmentKeys();
    const { credentials } = await loadProfile({ profile: "dev-a" });
    expect(await credentials()).toMatchObject({ accessKeyId: "AKIAPROFILE" });
  });

  test("without a named profile keys in the environment count, even beside AWS_PROFILE", async () => {
    await writeConfig(staticKeys);
    stubEnvironmentKeys();
    vi.stubEnv("AWS_PROFILE", "dev-a");
    const { credentials, label, region } = await loadProfile();
    expect(label.en).toBe("environment credentials");
    expect(region).toBe("ap-northeast-1");
    expect(await credentials()).toEqual({
      accessKeyId: "AKIAENV",
      secretAccessKey: secret,
      sessionToken: "token",
    });
  });

  test("AWS_PROFILE", async () => {
    await writeConfig(staticKeys);
    vi.stubEnv("AWS_PROFILE", "dev-a");
    const { credentials, label } = await loadProfile();
    expect(label.en).toBe("profile dev-a");
    expect(await credentials()).toMatchObject({ accessKeyId: "AKIAPROFILE" });
  });

  test("the default profile of the credentials file", async () => {
    await writeFile(
      join(folder, "credentials"),
      `[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = ${secret}\n`,
    );
    const { credentials } = await loadProfile();
    expect(await credentials()).toMatchObject({ accessKeyId: "AKIADEFAULT" });
  });

  test("a credential process", async () => {
    const output = { Version: 1, AccessKeyId: "AKIAPROCESS", SecretAccessKey: secret };
    await writeFile(join(folder, "keys.json"), JSON.stringify(output));
    await writeConfig(`[profile p]\ncredential_process = cat ${join(folder, "keys.json")}\n`);
    const { credentials } = await loadProfile({ profile: "p" });
    expect(await credentials()).toMatchObject({ accessKeyId: "AKIAPROCESS" });
  });

  test("a role through a source profile, assumed at the profile's own endpoint", async () => {
    const sts = await startScript([answer(200, assumedRole, { "content-type": "text/xml" })]);
    servers.push(sts);
    await writeConfig(
      `${staticKeys}\n[profile r]\nrole_arn = arn:aws:iam::222222222222:role/sync\nsource_profile = dev-a\nregion = eu-west-1\nendpoint_url = ${sts.url}\n`,
    );
    const { credentials } = await loadProfile({ profile: "r" });
    expect(await credentials()).toMatchObject({ accessKeyId: "ASIAROLE", sessionToken: "T" });
    expect(sts.seen[0]?.body).toContain("Action=AssumeRole");
    expect(sts.seen[0]?.headers.authorization).toContain("Credential=AKIAPROFILE/");
  });
});

const assumedRole = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser><Arn>arn:aws:sts::222222222222:assumed-role/sync/s</Arn><AssumedRoleId>AROA:s</AssumedRoleId></AssumedRoleUser><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>${secret}</SecretAccessKey><SessionToken>T</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;

// AWS SDKs and Tools Reference Guide, Assume role and IAM Identity Center settings: none names a session policy.
test.each([
  ["role_arn = arn:aws:iam::222222222222:role/sync\nsource_profile = dev-a", true],
  ["sso_session = s\nsso_account_id = 111111111111\nsso_role_name = R", true],
  ["credential_process = keys", false],
  ["aws_access_key_id = ASIA\naws_secret_access_key = s\naws_session_token = t", false],
])("the profile %j opens its own session: %s", async (settings, opens) => {
  await writeConfig(`[profile p]\n${settings}\n`);
  expect((await loadProfile({ profile: "p" })).opensSession).toBe(opens);
  stubEnvironmentKeys();
  vi.stubEnv("AWS_PROFILE", "p");
  expect((await loadProfile()).opensSession).toBe(false);
});

describe("settings", () => {
  test("the command line precedes the environment, which precedes the profile", async () => {
    await writeConfig(staticKeys);
    const regionOf = async (region?: string): Promise<string | undefined> =>
      (await loadProfile({ profile: "dev-a", region })).region;
    expect(await regionOf()).toBe("ap-northeast-1");
    vi.stubEnv("AWS_DEFAULT_REGION", "eu-west-1");
    expect(await regionOf()).toBe("eu-west-1");
    vi.stubEnv("AWS_REGION", "eu-west-2");
    expect(await regionOf()).toBe("eu-west-2");
    expect(await regionOf("eu-west-3")).toBe("eu-west-3");
  });

  test("an endpoint on the command line is for every service", async () => {
    await writeConfig(staticKeys);
    vi.stubEnv("AWS_ENDPOINT_URL_S3", "http://s3");
    const { endpoints } = await loadProfile({ profile: "dev-a", endpointUrl: "http://lab" });
    expect(endpoints).toEqual({
      s3: "http://lab",
      ec2: "http://lab",
      sts: "http://lab",
      iam: "http://lab",
      kms: "http://lab",
      organizations: "http://lab",
      sso_admin: "http://lab",
    });
  });

  test("a services section and addressing_style", async () => {
    await writeConfig(
      "[profile p]\nservices = local\ns3 =\n  addressing_style = virtual\n[services local]\ns3 =\n  endpoint_url = http://s3\n",
    );
    const { endpoints, addressing } = await loadProfile({ profile: "p" });
    expect(endpoints).toEqual({ s3: "http://s3" });
    expect(addressing).toBe("virtual");
  });

  test("AWS_CA_BUNDLE", async () => {
    await writeFile(join(folder, "ca.pem"), "PEM");
    vi.stubEnv("AWS_CA_BUNDLE", join(folder, "ca.pem"));
    expect((await loadProfile()).certificates).toBe("PEM");
  });
});

describe("what cannot be used says what would be right", () => {
  test("an unknown profile", async () => {
    await writeConfig(staticKeys);
    await expect(loadProfile({ profile: "dev-b" })).rejects.toMatchObject({
      name: "UsageError",
      message: "cannot find profile `dev-b` in the AWS config files: did you mean `dev-a`?",
    });
    await expect(loadProfile({ profile: "production" })).rejects.toThrow("they have `dev-a`");
  });

  test("an unknown profile where no file is", async () => {
    await expect(loadProfile({ profile: "dev-b" })).rejects.toThrow("they have none");
  });

  test("a config file that cannot be read, which may have the profile", async () => {
    await mkdir(join(folder, "config"));
    await expect(loadProfile({ profile: "dev-b" })).rejects.toMatchObject({
      name: "UsageError",
      message: `cannot find profile \`dev-b\`: could not read \`${join(folder, "config")}\` (EISDIR), which may have it`,
    });
  });

  test("an unknown profile in AWS_PROFILE", async () => {
    vi.stubEnv("AWS_PROFILE", "gone");
    await expect(loadProfile()).rejects.toThrow("`aws configure sso` makes one");
  });

  const failing: readonly (readonly [string, string, string])[] = [
    [
      "an Identity Center session that has ended",
      "[profile p]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = AdministratorAccess\n[sso-session corp]\nsso_region = ap-northeast-1\nsso_start_url = https://corp.awsapps.com/start\n",
      "sign in with `aws sso login --profile p`",
    ],
    [
      "a role whose source has to sign in",
      "[profile p]\nrole_arn = arn:aws:iam::222222222222:role/r\nsource_profile = q\n[profile q]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 111111111111\nsso_role_name = R\n",
      "sign in with `aws sso login --profile q`",
    ],
    [
      "a credential process that fails",
      `[profile p]\ncredential_process = echo ${secret}; exit 1\n`,
      "the `credential_process` of profile `p` failed",
    ],
    [
      "a role without a source",
      "[profile p]\nrole_arn = arn:aws:iam::222222222222:role/r\n",
      "its `role_arn` needs a `source_profile`",
    ],
    [
      "a role that asks for a code",
      `[profile p]\nrole_arn = arn:aws:iam::222222222222:role/r\nsource_profile = dev-a\nmfa_serial = arn:aws:iam::111111111111:mfa/me\n${staticKeys}`,
      "a code from an MFA device",
    ],
    ["nothing at all", "[profile p]\nregion = eu-west-1\n", "or name a profile with `--profile`"],
  ];
  test.each(failing)("%s", async (_name, config, hint) => {
    await writeConfig(config);
    const { credentials } = await loadProfile({ profile: "p" });
    const failure: unknown = await credentials().catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "UsageError" });
    expect(String(failure)).toContain("cannot get credentials for profile `p`");
    expect(String(failure)).toContain(hint);
    expect(String(failure)).not.toContain(secret);
  });

  test("a role that may not be assumed", async () => {
    const xml =
      "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error><RequestId>R</RequestId></ErrorResponse>";
    const sts = await startScript([answer(403, xml, { "content-type": "text/xml" })]);
    servers.push(sts);
    await writeConfig(
      `${staticKeys}\n[profile r]\nrole_arn = arn:aws:iam::222222222222:role/sync\nsource_profile = dev-a\nendpoint_url = ${sts.url}\n`,
    );
    const { credentials } = await loadProfile({ profile: "r" });
    await expect(credentials()).rejects.toThrow(
      "An error occurred (AccessDenied) when calling the AssumeRole operation: no",
    );
  });

  test("certificates that are not there", async () => {
    vi.stubEnv("AWS_CA_BUNDLE", join(folder, "none.pem"));
    await expect(loadProfile()).rejects.toThrow("cannot read the certificates");
  });
});

test("keys are asked for once, again before they end, and when the caller insists", async () => {
  let nowMs = 0;
  let asked = 0;
  const provide = cachedCredentials(
    () => {
      asked++;
      return Promise.resolve({
        accessKeyId: `KEY${asked}`,
        secretAccessKey: secret,
        expiration: new Date(nowMs + 3_600_000),
      });
    },
    () => nowMs,
  );
  await Promise.all([provide(), provide()]);
  expect(asked).toBe(1);
  nowMs = 3_200_000;
  await provide();
  expect(asked).toBe(1);
  nowMs = 3_400_000;
  await provide();
  expect(asked).toBe(2);
  await provide({ forceRefresh: true });
  expect(asked).toBe(3);
});
