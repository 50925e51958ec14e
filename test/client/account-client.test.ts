import { afterEach, describe, expect, test } from "vitest";
import { profileLabel } from "../../src/aws/index.ts";
import { createAccountClient, type Profile } from "../../src/client/index.ts";
import { type Act, answer, refuse, type ScriptedServer, startScript } from "./scripted-server.ts";

const servers: ScriptedServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function play(acts: readonly Act[]): Promise<{
  readonly account: ReturnType<typeof createAccountClient>;
  readonly server: ScriptedServer;
}> {
  const server = await startScript(acts);
  servers.push(server);
  const profile: Profile = {
    label: profileLabel("dev-b"),
    credentials: () => Promise.resolve({ accessKeyId: "AKIA", secretAccessKey: "secret" }),
    region: "ap-northeast-1",
    endpoints: { s3: server.url, sts: server.url, iam: server.url, kms: server.url },
    addressing: "auto",
    certificates: undefined,
  };
  return { account: createAccountClient(profile), server };
}

function query(operation: string, result: string): Act {
  const xml = `<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`;
  return answer(200, xml, { "content-type": "text/xml" });
}

/** Answers in whatever order it is asked. */
function queries(results: readonly (readonly [operation: string, result: string])[]): Act[] {
  const left = [...results];
  return results.map(() => (response, request) => {
    const at = left.findIndex(([operation]) => request.body.includes(`Action=${operation}&`));
    const [operation, result] = left.splice(at, 1)[0] ?? ["", ""];
    query(operation, result)(response, request);
  });
}

const document = '{"Version":"2012-10-17","Statement":[]}';
const encoded = encodeURIComponent(document);

describe("an account", () => {
  test("says who is asking", async () => {
    const { account } = await play([
      query(
        "GetCallerIdentity",
        "<Arn>arn:aws:sts::111111111111:assumed-role/R/s</Arn><UserId>AROA:s</UserId><Account>111111111111</Account>",
      ),
    ]);
    expect(account.label.en).toBe("profile dev-b");
    expect(await account.callerIdentity()).toEqual({
      account: "111111111111",
      arn: "arn:aws:sts::111111111111:assumed-role/R/s",
      userId: "AROA:s",
    });
  });

  test("shows a role", async () => {
    const arn = "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/R";
    const { account } = await play([
      query(
        "GetRole",
        `<Role><Path>/aws-reserved/sso.amazonaws.com/</Path><Arn>${arn}</Arn><RoleName>R</RoleName><RoleId>AROA1</RoleId><CreateDate>2026-01-01T00:00:00Z</CreateDate></Role>`,
      ),
    ]);
    expect(await account.role("R")).toEqual({ arn, roleId: "AROA1" });
  });

  test("shows the permissions boundary of a role and of a user, and its policy", async () => {
    const edge = "arn:aws:iam::111111111111:policy/Edge";
    const boundary = `<PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType><PermissionsBoundaryArn>${edge}</PermissionsBoundaryArn></PermissionsBoundary>`;
    const { account } = await play([
      query("GetRole", `<Role><Arn>a</Arn><RoleId>AROA1</RoleId>${boundary}</Role>`),
      query("GetUser", `<User><UserName>u</UserName>${boundary}</User>`),
      query("GetUser", "<User><UserName>v</UserName></User>"),
      query("GetPolicy", "<Policy><DefaultVersionId>v2</DefaultVersionId></Policy>"),
      query("GetPolicyVersion", `<PolicyVersion><Document>${encoded}</Document></PolicyVersion>`),
    ]);
    expect(await account.role("R")).toEqual({ arn: "a", roleId: "AROA1", boundaryArn: edge });
    expect(await account.user("u")).toEqual({ boundaryArn: edge });
    expect(await account.user("v")).toEqual({});
    expect(await account.managedPolicy(edge)).toEqual({ name: "Edge", arn: edge, text: document });
  });

  test("shows a role's policies, page by page, decoded", async () => {
    const { account, server } = await play(
      queries([
        [
          "ListAttachedRolePolicies",
          "<AttachedPolicies><member><PolicyName>M</PolicyName><PolicyArn>arn:aws:iam::aws:policy/M</PolicyArn></member></AttachedPolicies><IsTruncated>true</IsTruncated><Marker>m</Marker>",
        ],
        [
          "ListAttachedRolePolicies",
          "<AttachedPolicies></AttachedPolicies><IsTruncated>false</IsTruncated>",
        ],
        ["GetPolicy", "<Policy><DefaultVersionId>v3</DefaultVersionId></Policy>"],
        ["GetPolicyVersion", `<PolicyVersion><Document>${encoded}</Document></PolicyVersion>`],
        [
          "ListRolePolicies",
          "<PolicyNames><member>inline</member></PolicyNames><IsTruncated>false</IsTruncated>",
        ],
        [
          "GetRolePolicy",
          `<RoleName>R</RoleName><PolicyName>inline</PolicyName><PolicyDocument>${encoded}</PolicyDocument>`,
        ],
      ]),
    );
    expect(await account.rolePolicies("R")).toEqual([
      { name: "M", arn: "arn:aws:iam::aws:policy/M", text: document },
      { name: "inline", text: document },
    ]);
    const bodies = server.seen.map(({ body }) => body).join("\n");
    expect(bodies).toMatch(/Action=ListAttachedRolePolicies&.*Marker=m/);
    expect(bodies).toMatch(/Action=GetPolicyVersion&.*VersionId=v3/);
  });

  test("shows the policy of a key, asked in the key's region, and puts one", async () => {
    const key = "arn:aws:kms:eu-west-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const json = { "content-type": "application/x-amz-json-1.1" };
    const { account, server } = await play([
      answer(200, JSON.stringify({ Policy: document, PolicyName: "default" }), json),
      answer(200, "", json),
    ]);
    expect(await account.keyPolicy(key)).toBe(document);
    await account.putKeyPolicy(key, document);
    expect(server.seen.map(({ headers }) => headers["x-amz-target"])).toEqual([
      "TrentService.GetKeyPolicy",
      "TrentService.PutKeyPolicy",
    ]);
    expect(server.seen[0]?.headers["authorization"]).toContain("/eu-west-1/kms/");
  });

  test("shows a user's policies with those of its groups", async () => {
    const none = "<AttachedPolicies></AttachedPolicies><IsTruncated>false</IsTruncated>";
    const { account } = await play(
      queries([
        ["ListAttachedUserPolicies", none],
        ["ListUserPolicies", "<PolicyNames></PolicyNames><IsTruncated>false</IsTruncated>"],
        [
          "ListGroupsForUser",
          "<Groups><member><GroupName>G</GroupName></member></Groups><IsTruncated>false</IsTruncated>",
        ],
        ["ListAttachedGroupPolicies", none],
        [
          "ListGroupPolicies",
          "<PolicyNames><member>g</member></PolicyNames><IsTruncated>false</IsTruncated>",
        ],
        [
          "GetGroupPolicy",
          `<GroupName>G</GroupName><PolicyName>g</PolicyName><PolicyDocument>${encoded}</PolicyDocument>`,
        ],
      ]),
    );
    expect(await account.userPolicies("U")).toEqual([{ name: "g", group: "G", text: document }]);
  });

  test("shows a bucket's policy, or that there is none", async () => {
    const { account, server } = await play([
      answer(200, document),
      refuse(404, "NoSuchBucketPolicy"),
    ]);
    expect(await account.bucketPolicy("b")).toBe(document);
    expect(await account.bucketPolicy("b")).toBeUndefined();
    expect(server.seen[0]?.url).toBe("/b/?policy=");
  });

  test("takes policies, a bucket's only from its owner", async () => {
    const { account, server } = await play([
      answer(204),
      answer(204),
      query("PutRolePolicy", ""),
      query("PutUserPolicy", ""),
    ]);
    await account.putBucketPolicy("b", document, "222222222222");
    await account.deleteBucketPolicy("b", "222222222222");
    await account.putRolePolicy("R", "sync", document);
    await account.putUserPolicy("U", "sync", document);
    expect(server.seen[0]).toMatchObject({
      method: "PUT",
      body: document,
      headers: { "x-amz-expected-bucket-owner": "222222222222" },
    });
    expect(server.seen[1]).toMatchObject({
      method: "DELETE",
      headers: { "x-amz-expected-bucket-owner": "222222222222" },
    });
    expect(server.seen[2]?.body).toContain("Action=PutRolePolicy");
    expect(server.seen[3]?.body).toContain("Action=PutUserPolicy");
  });
});

describe("a refusal is AWS's own", () => {
  test("of S3", async () => {
    const { account } = await play([refuse(403, "AccessDenied")]);
    await expect(account.bucketPolicy("b")).rejects.toMatchObject({
      message:
        "An error occurred (AccessDenied) when calling the GetBucketPolicy operation: AccessDenied!",
      detail: { status: 403 },
    });
  });

  test("of IAM, by AWS's code and not by the SDK's name for it", async () => {
    const xml =
      "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>no role</Message></Error><RequestId>R</RequestId></ErrorResponse>";
    const { account } = await play([answer(404, xml, { "x-amzn-requestid": "R" })]);
    await expect(account.role("R")).rejects.toMatchObject({
      message: "An error occurred (NoSuchEntity) when calling the GetRole operation: no role",
      detail: { requestId: "R" },
    });
  });

  test("and a dead endpoint is the network's", async () => {
    const { account, server } = await play([]);
    await server.close();
    await expect(account.callerIdentity()).rejects.toThrow(
      `Could not connect to the endpoint URL: "${server.url}"`,
    );
  });
});
