import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Lab, startLab } from "../../src/lab/index.ts";
import {
  type AttachedPolicy,
  type AuthorizationQuestion,
  type Layer,
  parsePolicy,
} from "../../src/policy/index.ts";
import { type PageServer, servePage } from "../../src/web/index.ts";
import { askAgain } from "../../src/web/ui/view/ask-again.ts";
import { withText } from "../../src/web/ui/view/edits.ts";
import { NOTHING_SEEN, shortCaller, withAnswer } from "../../src/web/ui/view/live.ts";
import { storyWorld } from "../lab/story-world.ts";

describe("a page beside a lab", () => {
  let directory: string;
  let lab: Lab;
  let page: PageServer;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "page-"));
    await writeFile(join(directory, "index.html"), "<head></head>");
    for (const name of ["page.js", "tools.js", "page.css"]) {
      await writeFile(join(directory, name), "");
    }
    lab = await startLab({ world: storyWorld() });
    page = await servePage({ directory, port: 0, lab: lab.url });
  });
  afterAll(async () => {
    await page.close();
    await lab.close();
    await rm(directory, { recursive: true });
  });

  async function read(
    path: string,
    headers: Record<string, string> = {},
  ): Promise<[number, string]> {
    const response = await fetch(page.url + path, { headers });
    return [response.status, await response.text()];
  }

  test("knows where the lab is, and hands on what it decides", async () => {
    expect((await read(""))[1]).toContain(`id="lab">"${lab.url}"`);
    expect(await read("lab/watch/0")).toEqual([200, '{"last":0,"decisions":[]}\n']);
    expect((await read("lab/question/1"))[0]).toBe(404);
  });

  test("has the lab's world without anybody's keys", async () => {
    const [status, text] = await read("lab/world");
    expect(status).toBe(200);
    expect(text).toContain("dev-a");
    const keys = lab.principals.flatMap(({ credentials }) => [
      credentials.secretAccessKey,
      credentials.accessKeyId,
    ]);
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(text).not.toContain(key);
  });

  test.for<[string, string, Record<string, string>, number]>([
    ["a page of the web", "lab/watch/0", { "sec-fetch-site": "cross-site" }, 404],
    ["another port's page", "lab/watch/0", { "sec-fetch-site": "same-site" }, 404],
    ["a foreign origin", "lab/world", { origin: "http://evil.example" }, 403],
    ["whoever wants another part of the lab", "lab/aws-config", {}, 404],
    ["whoever goes round", "lab/watch/../aws-config", {}, 404],
  ])("tells nothing of it to %s", async ([, path, headers, status]) => {
    expect((await read(path, headers))[0]).toBe(status);
  });

  test("says that the lab does not answer", async () => {
    const alone = await servePage({ directory, port: 0, lab: "http://127.0.0.1:1" });
    const response = await fetch(`${alone.url}lab/watch/0`);
    expect(response.status).toBe(502);
    await alone.close();
  });
});

describe("what is seen of a lab", () => {
  const decision = (number: number): unknown => ({
    number,
    time: "2026-11-22T00:00:00.000Z",
    caller: "arn:aws:iam::111111111111:user/ann",
    action: "s3:GetObject",
    resource: "*",
    outcome: "allowed",
  });

  test("stands newest first, and no more of it than can be looked at", () => {
    const first = withAnswer(NOTHING_SEEN, { last: 2, decisions: [decision(1), decision(2)] });
    expect(first.decisions.map(({ number }) => number)).toEqual([2, 1]);
    const many = Array.from({ length: 300 }, (_, at) => decision(at + 3));
    const later = withAnswer(first, { last: 302, decisions: many });
    expect(later.decisions).toHaveLength(200);
    expect(later.decisions[0]?.number).toBe(302);
  });

  test.for<[string, unknown]>([
    ["nothing", null],
    ["a text", "x"],
    ["no number", { decisions: [] }],
    ["no decisions", { last: 9 }],
  ])("stays as it is where the answer is %s", ([, answer]) => {
    expect(withAnswer({ decisions: [], last: 3 }, answer)).toEqual({ decisions: [], last: 3 });
  });

  test("begins again with another lab on the same port, and without what is no decision", () => {
    expect(withAnswer({ decisions: [], last: 3 }, { last: 1, decisions: [] })).toBe(NOTHING_SEEN);
    expect(withAnswer(NOTHING_SEEN, { last: 1, decisions: [{ number: 1 }] })).toEqual({
      last: 1,
      decisions: [],
    });
  });

  test.for([
    ["arn:aws:sts::111111111111:assumed-role/Sync/ci", "Sync/ci"],
    ["arn:aws:iam::111111111111:user/path/ann", "path/ann"],
    ["arn:aws:iam::111111111111:root", "arn:aws:iam::111111111111:root"],
    ["anonymous", "anonymous"],
  ] as const)("names %s %s", ([caller, name]) => {
    expect(shortCaller(caller)).toBe(name);
  });
});

describe("a request of the lab is decided again with a policy changed", () => {
  const role = "arn:aws:iam::111111111111:role/Sync";
  const bucket = "arn:aws:s3:::b";
  const policy = (effect: "Allow" | "Deny", principal: boolean): string =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: {
        Effect: effect,
        ...(principal && { Principal: "*" }),
        Action: "*",
        Resource: "*",
      },
    });

  function attached(name: string, attachedTo: string, principal = false): AttachedPolicy {
    const parsed = parsePolicy(policy("Allow", principal), principal ? "resource" : "identity");
    if (!parsed.ok) throw new Error("the test's policy is none");
    return { name, attachedTo, document: parsed.value };
  }

  const question: AuthorizationQuestion = {
    request: {
      caller: {
        kind: "roleSession",
        account: "111111111111",
        arn: "arn:aws:sts::111111111111:assumed-role/Sync/ci",
        roleArn: role,
        userId: "AROA:ci",
      },
      action: "s3:GetObject",
      resource: `${bucket}/k/x`,
      resourceAccount: "222222222222",
      context: new Map([["aws:principalorgid", ["o-1"]]]),
    },
    layers: {
      identity: [attached("mine", role)],
      resource: [attached("bucket policy", bucket, true)],
      boundary: attached("limit", role),
      session: [attached("part", role)],
      serviceControl: [{ id: "r-1", policies: [attached("scp", "r-1")] }],
      resourceControl: [{ id: "r-1", policies: [attached("rcp", "r-1", true)] }],
      vpcEndpoint: { ...attached("endpoint", "vpce-1", true), type: "gateway" },
      keys: [
        {
          purpose: "read",
          bucketKey: false,
          key: {
            arn: "arn:aws:kms:us-east-1:222222222222:key/k",
            state: "enabled",
            policy: [attached("key policy", "key", true)],
            grants: [],
            context: new Map(),
          },
        },
      ],
    },
  };

  test("as the lab decided it, without changes", () => {
    expect(askAgain(question, new Map()).outcome).toBe("allowed");
  });

  test.for<[Layer, string, string, boolean]>([
    ["identity", "mine", role, false],
    ["identity", "new-inline-policy", role, false],
    ["resource", "bucket policy", bucket, true],
    ["boundary", "limit", role, false],
    ["session", "part", role, false],
    ["serviceControl", "scp", "r-1", false],
    ["resourceControl", "rcp", "r-1", true],
    ["vpcEndpoint", "endpoint", "vpce-1", true],
    ["keyPolicy", "key policy", "key", true],
  ])("of %s: %s", ([layer, name, attachedTo, principal]) => {
    const edits = withText(new Map(), { layer, name, attachedTo }, policy("Deny", principal));
    const decision = askAgain(question, edits);
    expect(decision.outcome).toBe("explicitDeny");
    expect("layer" in decision && decision.layer).toBe(layer === "keyPolicy" ? "key" : layer);
  });

  test("a trust policy too", () => {
    const theirs = "arn:aws:iam::222222222222:role/r";
    const trust =
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"}}';
    const asked: AuthorizationQuestion = {
      request: { ...question.request, action: "sts:AssumeRole", resource: theirs },
      layers: {
        identity: [attached("mine", role)],
        resource: [attached("AssumeRolePolicyDocument", theirs, true)],
      },
    };
    const place = {
      layer: "roleTrust",
      name: "AssumeRolePolicyDocument",
      attachedTo: theirs,
    } as const;
    expect(askAgain(asked, withText(new Map(), place, trust)).outcome).toBe("allowed");
    const deny = trust.replace("Allow", "Deny");
    expect(askAgain(asked, withText(new Map(), place, deny)).outcome).toBe("explicitDeny");
  });
});
