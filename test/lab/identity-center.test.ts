import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { askLab } from "../support/lab-request.ts";
import { textAt } from "./ask-json.ts";
import { openServices, type OpenServices } from "./open-services.ts";

let open: OpenServices;
beforeEach(async () => {
  open = await openServices();
});
afterEach(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

type Body = Readonly<Record<string, unknown>>;

interface Found {
  readonly InstanceArn: string;
  readonly IdentityStoreId: string;
}

async function instance(): Promise<Found> {
  const { Instances } = await open.get("boss", "sso:ListInstances");
  const [first] = Instances as readonly Found[];
  if (first === undefined) throw new Error("no instance");
  return first;
}

/** A permission set, and a person that it is assigned to in account 222222222222. */
async function assign(): Promise<{ readonly assignment: object; readonly set: object }> {
  const { InstanceArn, IdentityStoreId } = await instance();
  const user = await open.get("boss", "identitystore:CreateUser", {
    IdentityStoreId,
    UserName: "ben",
    DisplayName: "Ben",
    Name: { GivenName: "Ben", FamilyName: "B" },
  });
  const made = await open.get("boss", "sso:CreatePermissionSet", { InstanceArn, Name: "Writer" });
  const set = { InstanceArn, PermissionSetArn: textAt(made, "PermissionSet.PermissionSetArn") };
  await open.get("boss", "sso:AttachManagedPolicyToPermissionSet", {
    ...set,
    ManagedPolicyArn: "arn:aws:iam::aws:policy/AmazonS3FullAccess",
  });
  const assignment = {
    ...set,
    TargetId: "222222222222",
    TargetType: "AWS_ACCOUNT",
    PrincipalType: "USER",
    PrincipalId: textAt(user, "UserId"),
  };
  const created = await open.get("boss", "sso:CreateAccountAssignment", assignment);
  const AccountAssignmentCreationRequestId = textAt(
    created,
    "AccountAssignmentCreationStatus.RequestId",
  );
  const status = await open.get("boss", "sso:DescribeAccountAssignmentCreationStatus", {
    InstanceArn,
    AccountAssignmentCreationRequestId,
  });
  expect(textAt(status, "AccountAssignmentCreationStatus.Status")).toBe("SUCCEEDED");
  return { assignment, set };
}

/** The names of the roles that Identity Center has in an account. */
async function reservedRoles(profile: string): Promise<readonly string[]> {
  const answer = await askLab(open.lab.port, {
    credentials: open.credentialsOf(profile),
    method: "POST",
    target: "/",
    service: "iam",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "Action=ListRoles&Version=2010-05-08&PathPrefix=%2Faws-reserved%2F",
  });
  return [...answer.body.matchAll(/<Arn>([^<]*AWSReservedSSO[^<]*)<\/Arn>/g)].map(
    ([, arn]) => arn ?? "",
  );
}

describe("assignments", () => {
  test("an assignment makes a role, the last one that goes takes it, and the next has another name", async () => {
    const { assignment } = await assign();
    const [role, ...others] = await reservedRoles("bob");
    expect(others).toEqual([]);
    expect(role).toMatch(
      /^arn:aws:iam::222222222222:role\/aws-reserved\/sso\.amazonaws\.com\/ap-northeast-1\/AWSReservedSSO_Writer_[0-9a-f]{16}$/,
    );
    await open.get("boss", "sso:DeleteAccountAssignment", assignment);
    expect(await reservedRoles("bob")).toEqual([]);
    await open.get("boss", "sso:CreateAccountAssignment", assignment);
    const [again] = await reservedRoles("bob");
    expect(again).toMatch(/AWSReservedSSO_Writer_[0-9a-f]{16}$/);
    expect(again).not.toBe(role);
  });

  test("a permission set with assignments cannot be deleted, one without can", async () => {
    const { assignment, set } = await assign();
    const refused = await open.ask("boss", "sso:DeletePermissionSet", set);
    expect(textAt(refused.body, "__type")).toBe("ConflictException");
    await open.get("boss", "sso:DeleteAccountAssignment", assignment);
    await open.get("boss", "sso:DeletePermissionSet", set);
    const gone = await open.ask("boss", "sso:DescribePermissionSet", set);
    expect(textAt(gone.body, "__type")).toBe("ResourceNotFoundException");
  });

  test("only the owner's account administers", async () => {
    const { InstanceArn } = await instance();
    const { status, body } = await open.ask("alice", "sso:ListPermissionSets", { InstanceArn });
    expect(status).toBe(400);
    expect(body).toEqual({
      __type: "AccessDeniedException",
      message: `User: arn:aws:iam::111111111111:user/alice is not authorized to perform: sso:ListPermissionSets on resource: ${InstanceArn}`,
    });
  });
});

async function post(path: string, input: object): Promise<{ status: number; body: Body }> {
  const response = await fetch(`${open.lab.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

async function portal(path: string, token: string): Promise<{ status: number; body: Body }> {
  const response = await fetch(`${open.lab.url}${path}`, {
    headers: { "x-amz-sso_bearer_token": token },
  });
  return { status: response.status, body: (await response.json()) as Body };
}

const register = { clientName: "test", clientType: "public", scopes: ["sso:account:access"] };

/** Signs in by the device flow, and gives the tokens and the client. */
async function signIn(user: string): Promise<{ readonly tokens: Body; readonly client: object }> {
  const { clientId, clientSecret } = (await post("/client/register", register)).body;
  const client = { clientId, clientSecret };
  const startUrl = `https://example.awsapps.com/start/${user}`;
  const { body } = await post("/device_authorization", { ...client, startUrl });
  const question = {
    ...client,
    grantType: "urn:ietf:params:oauth:grant-type:device_code",
    deviceCode: body["deviceCode"],
  };
  const early = await post("/token", question);
  expect(early.body).toMatchObject({
    __type: "AuthorizationPendingException",
    error: "authorization_pending",
  });
  const page = await fetch(textAt(body, "verificationUriComplete"));
  expect(await page.text()).toContain(user);
  const { body: tokens } = await post("/token", question);
  expect((await post("/token", question)).body).toMatchObject({ error: "invalid_grant" });
  return { tokens, client };
}

describe("sign-in", () => {
  test("the device flow gives a token that gives the person's accounts, roles and keys", async () => {
    const { tokens } = await signIn("ann");
    const token = textAt(tokens, "accessToken");
    expect((await portal("/assignment/accounts", token)).body).toEqual({
      accountList: [
        {
          accountId: "111111111111",
          accountName: "a",
          emailAddress: "aws+111111111111@example.com",
        },
      ],
    });
    expect((await portal("/assignment/roles?account_id=111111111111", token)).body).toEqual({
      roleList: [{ roleName: "Reader", accountId: "111111111111" }],
    });
    const path = "/federation/credentials?account_id=111111111111&role_name=Reader";
    const { roleCredentials } = (await portal(path, token)).body;
    const credentials = {
      accessKeyId: textAt({ roleCredentials }, "roleCredentials.accessKeyId"),
      secretAccessKey: textAt({ roleCredentials }, "roleCredentials.secretAccessKey"),
      sessionToken: textAt({ roleCredentials }, "roleCredentials.sessionToken"),
    };
    const question = { credentials, region: "ap-northeast-1" };
    const list = { ...question, method: "GET", target: "/bucket-a?list-type=2" };
    expect((await askLab(open.lab.port, list)).status).toBe(200);
    const put = await askLab(open.lab.port, { ...question, method: "PUT", target: "/bucket-a/k" });
    expect(put.message).toContain(
      "assumed-role/AWSReservedSSO_Reader_0123456789abcdef/ann is not authorized to perform: s3:PutObject",
    );
  });

  test("a role that is not assigned is refused, and so is a token that nobody gave", async () => {
    const { tokens } = await signIn("ann");
    const path = "/federation/credentials?account_id=222222222222&role_name=Reader";
    expect((await portal(path, textAt(tokens, "accessToken"))).status).toBe(403);
    expect((await portal(path, "nonsense")).body).toMatchObject({
      __type: "UnauthorizedException",
    });
  });

  test("a refresh token gives a new access token, once", async () => {
    const { tokens, client } = await signIn("ann");
    const refresh = { ...client, grantType: "refresh_token", refreshToken: tokens["refreshToken"] };
    const { status, body } = await post("/token", refresh);
    expect(status).toBe(200);
    expect((await portal("/assignment/accounts", textAt(body, "accessToken"))).status).toBe(200);
    expect((await post("/token", refresh)).body).toMatchObject({ error: "invalid_grant" });
  });

  test("who signs out has no token any more", async () => {
    const token = textAt((await signIn("ann")).tokens, "accessToken");
    const headers = { "x-amz-sso_bearer_token": token };
    const out = await fetch(`${open.lab.url}/logout`, { method: "POST", headers });
    expect(out.status).toBe(200);
    expect((await portal("/assignment/accounts", token)).status).toBe(401);
  });

  test("the authorization code flow gives a token to who knows the verifier", async () => {
    const redirectUris = ["http://127.0.0.1/oauth/callback"];
    const issuerUrl = "https://example.awsapps.com/start/ann";
    const registered = await post("/client/register", {
      ...register,
      redirectUris,
      issuerUrl,
      grantTypes: ["authorization_code", "refresh_token"],
    });
    const { clientId, clientSecret } = registered.body;
    const codeVerifier = "a-verifier-of-at-least-forty-three-characters-long";
    const redirectUri = "http://127.0.0.1:54321/oauth/callback";
    const query = new URLSearchParams({
      response_type: "code",
      client_id: String(clientId),
      redirect_uri: redirectUri,
      state: "s",
      code_challenge_method: "S256",
      code_challenge: createHash("sha256").update(codeVerifier).digest("base64url"),
      scopes: "sso:account:access",
    });
    const approved = await fetch(`${open.lab.url}/authorize?${query.toString()}`, {
      redirect: "manual",
    });
    expect(approved.status).toBe(302);
    const location = new URL(approved.headers.get("location") ?? "");
    expect(location.searchParams.get("state")).toBe("s");
    const question = {
      clientId,
      clientSecret,
      grantType: "authorization_code",
      code: location.searchParams.get("code"),
      redirectUri,
    };
    const wrong = await post("/token", { ...question, codeVerifier: `${codeVerifier}r` });
    expect(wrong.body).toMatchObject({ error: "invalid_grant" });
    const right = await post("/token", { ...question, codeVerifier });
    expect((await portal("/assignment/accounts", textAt(right.body, "accessToken"))).status).toBe(
      200,
    );
  });

  test("a page elsewhere gets no code", async () => {
    const { clientId } = (await post("/client/register", register)).body;
    const query = new URLSearchParams({
      response_type: "code",
      client_id: String(clientId),
      redirect_uri: "https://evil.example/callback",
      code_challenge_method: "S256",
      code_challenge: "x",
    });
    const response = await fetch(`${open.lab.url}/authorize?${query.toString()}`, {
      redirect: "manual",
    });
    expect(response.status).toBe(400);
  });
});
