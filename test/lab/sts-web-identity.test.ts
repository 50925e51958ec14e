import { createSign, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  GetOpenIDConnectProviderCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import {
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandOutput,
} from "@aws-sdk/client-sts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLab, type OpenLab } from "./open-lab.ts";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 });

let open: OpenLab;
let provider: Server;
let issuer: string;

beforeEach(async () => {
  open = await openLab();
  provider = createServer((request, response) => {
    const keys = [
      { ...rsa.publicKey.export({ format: "jwk" }), kid: "r1", alg: "RS256" },
      { ...ec.publicKey.export({ format: "jwk" }), kid: "e1", alg: "ES256" },
    ];
    const answer = request.url === "/keys" ? { keys } : { issuer, jwks_uri: `${issuer}/keys` };
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  await setUp();
});
afterEach(async () => {
  await open.close();
  provider.closeAllConnections();
  provider.close();
  expect(open.faults).toEqual([]);
});

const ROLE = "arn:aws:iam::111111111111:role/runner";

async function setUp(): Promise<void> {
  const iam = open.iam("a");
  const { OpenIDConnectProviderArn } = await iam.send(
    new CreateOpenIDConnectProviderCommand({ Url: issuer, ClientIDList: ["sts.amazonaws.com"] }),
  );
  const host = issuer.replace("http://", "");
  expect(OpenIDConnectProviderArn).toBe(`arn:aws:iam::111111111111:oidc-provider/${host}`);
  const shown = await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
  expect(shown.ClientIDList).toEqual(["sts.amazonaws.com"]);
  const trust = {
    Effect: "Allow",
    Principal: { Federated: OpenIDConnectProviderArn },
    Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
    Condition: {
      StringEquals: { [`${host}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${host}:sub`]: "repo:example/*" },
    },
  };
  const tagless = { ...trust, Action: "sts:TagSession", Condition: {} };
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [trust, tagless],
  });
  await iam.send(new CreateRoleCommand({ RoleName: "runner", AssumeRolePolicyDocument }));
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "s3:ListAllMyBuckets",
        Resource: "*",
        Condition: {
          StringEquals: {
            "aws:FederatedProvider": OpenIDConnectProviderArn,
            "aws:PrincipalTag/env": "ci",
          },
        },
      },
    ],
  });
  await iam.send(
    new PutRolePolicyCommand({ RoleName: "runner", PolicyName: "s3", PolicyDocument }),
  );
}

interface Signature {
  readonly alg: "RS256" | "ES256";
  readonly kid: string;
  readonly key: KeyObject;
}

const byRsa: Signature = { alg: "RS256", kid: "r1", key: rsa.privateKey };
const byEc: Signature = { alg: "ES256", kid: "e1", key: ec.privateKey };

function tokenOf(
  claims: Readonly<Record<string, unknown>>,
  { alg, kid, key }: Signature = byRsa,
): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const all = {
    iss: issuer,
    aud: "sts.amazonaws.com",
    sub: "repo:example/app",
    exp: Math.floor(Date.now() / 1000) + 600,
    ...claims,
  };
  const signed = `${part({ alg, kid, typ: "JWT" })}.${part(all)}`;
  const signature =
    alg === "RS256"
      ? createSign("sha256").update(signed).sign(key)
      : sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" });
  return `${signed}.${signature.toString("base64url")}`;
}

function exchange(
  WebIdentityToken: string,
  RoleArn = ROLE,
): Promise<AssumeRoleWithWebIdentityCommandOutput> {
  const command = new AssumeRoleWithWebIdentityCommand({
    RoleArn,
    RoleSessionName: "job",
    WebIdentityToken,
  });
  return open.sts("writer").send(command);
}

test.each([
  ["RS256", byRsa],
  ["ES256", byEc],
])("a token signed with %s is exchanged for a session of the role", async (_name, signature) => {
  const tags = { principal_tags: { env: ["ci"] }, transitive_tag_keys: ["env"] };
  const token = tokenOf({ "https://aws.amazon.com/tags": tags }, signature);
  const answer = await exchange(token);
  expect(answer).toMatchObject({
    AssumedRoleUser: { Arn: "arn:aws:sts::111111111111:assumed-role/runner/job" },
    Audience: "sts.amazonaws.com",
    SubjectFromWebIdentityToken: "repo:example/app",
  });
  const credentials = {
    accessKeyId: answer.Credentials?.AccessKeyId ?? "",
    secretAccessKey: answer.Credentials?.SecretAccessKey ?? "",
    sessionToken: answer.Credentials?.SessionToken ?? "",
  };
  const s3 = open.s3("writer", { credentials });
  await expect(s3.send(new ListBucketsCommand({}))).resolves.toBeDefined();
});

const signedBy = (key: KeyObject): Signature => ({ ...byRsa, key });

test.each<[string, () => string, { readonly name: string; readonly message?: string }]>([
  [
    "is not for this audience",
    () => tokenOf({ aud: "other" }),
    { name: "InvalidIdentityTokenException", message: "Incorrect token audience" },
  ],
  [
    "was asked for by no client of the provider",
    () => tokenOf({ azp: "other" }),
    { name: "InvalidIdentityTokenException", message: "Incorrect token audience" },
  ],
  [
    "is not valid yet",
    () => tokenOf({ nbf: 9_000_000_000 }),
    { name: "InvalidIdentityTokenException" },
  ],
  [
    "is issued in the future",
    () => tokenOf({ iat: 9_000_000_000 }),
    { name: "InvalidIdentityTokenException" },
  ],
  ["has expired", () => tokenOf({ exp: 1_000_000_000 }), { name: "ExpiredTokenException" }],
  [
    "comes from another issuer",
    () => tokenOf({ iss: "https://elsewhere.example" }),
    {
      name: "InvalidIdentityTokenException",
      message: "No OpenIDConnect provider found in your account for https://elsewhere.example",
    },
  ],
  [
    "was signed by a stranger",
    () => tokenOf({}, signedBy(stranger.privateKey)),
    { name: "InvalidIdentityTokenException" },
  ],
  ["is no token", () => "abc.def", { name: "InvalidIdentityTokenException" }],
  [
    "is about somebody whom the role does not trust",
    () => tokenOf({ sub: "repo:other/app" }),
    { name: "AccessDenied", message: "Not authorized to perform sts:AssumeRoleWithWebIdentity" },
  ],
])("a token that %s is refused", async (_name, token, want) => {
  await expect(exchange(token())).rejects.toMatchObject(want);
});

test("a role that is not there is refused as one that does not trust", async () => {
  await expect(exchange(tokenOf({}), `${ROLE}x`)).rejects.toMatchObject({
    message: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
  });
});
