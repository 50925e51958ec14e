import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Lab, startLab } from "../../src/lab/index.ts";
import { createDecisionWatch } from "../../src/lab/decision-log/decision-watch.ts";
import { decide, readQuestion, writeQuestion } from "../../src/policy/index.ts";
import { storyWorld } from "./story-world.ts";
import { ask, type WireAnswer } from "./wire.ts";

let lab: Lab;

beforeAll(async () => {
  lab = await startLab({ world: storyWorld() });
});
afterAll(() => lab.close());

function askAs(profile: string, target: string): Promise<WireAnswer> {
  const credentials = lab.principals.find((each) => each.profile === profile)?.credentials;
  if (credentials === undefined) throw new Error(`no profile \`${profile}\``);
  return ask(lab.port, { credentials, method: "GET", target });
}

interface Watched {
  readonly last: number;
  readonly decisions: readonly { readonly number: number; readonly outcome: string }[];
}

async function door(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${lab.url}/_lab/${path}`, { headers });
}

async function watched(after: number): Promise<Watched> {
  return (await (await door(`watch/${after}`)).json()) as Watched;
}

describe("whoever watches a lab", () => {
  test("sees what is decided from then on, each once, and what it rests on", async () => {
    await askAs("writer", "/dev-a?list-type=2");
    expect(await watched(0)).toEqual({ last: 0, decisions: [] });
    const denied = await askAs("writer", "/dev-a?list-type=2");
    expect(denied.status).toBe(403);
    const first = await watched(0);
    expect(first).toMatchObject({
      last: 1,
      decisions: [
        {
          number: 1,
          id: denied.headers["x-amz-request-id"],
          caller: "arn:aws:iam::111111111111:user/writer",
          action: "s3:ListBucket",
          resource: "arn:aws:s3:::dev-a",
          outcome: "implicitDeny",
        },
      ],
    });
    expect((await watched(1)).decisions).toEqual([]);
    const question = readQuestion(await (await door("question/1")).text());
    if (question === undefined) throw new Error("there is no question");
    const again = decide(question.request, question.layers);
    expect(again).toMatchObject({ outcome: "implicitDeny", layer: "identity" });
    expect(again.request.context.get("aws:username")).toEqual(["writer"]);
  });

  test("is told of nothing else", async () => {
    expect((await door("question/99")).status).toBe(404);
    expect((await door("watch/x")).status).toBe(404);
    expect((await door("watch/0", { origin: "http://evil.example" })).status).toBe(403);
  });
});

describe("a watch", () => {
  const request = {
    caller: { kind: "anonymous" },
    action: "s3:GetObject",
    resource: "arn:aws:s3:::b/k",
    resourceAccount: "111111111111",
    context: new Map([["aws:securetransport", ["true"]]]),
  } as const;
  const layers = { identity: [], resource: [], canonicalIds: new Map([["111111111111", "c1"]]) };
  const occasion = { id: "A", receivedMs: 0 };

  test("keeps nothing once nobody has looked for a minute, and the last 300 until then", () => {
    let nowMs = 0;
    const watch = createDecisionWatch(() => nowMs);
    expect(watch.isOn).toBe(false);
    watch.after(0);
    for (let count = 0; count < 310; count++) watch.add(decide(request, layers), layers, occasion);
    expect(watch.after(0)).toHaveLength(300);
    expect(watch.after(309)).toMatchObject([{ number: 310, caller: "anonymous" }]);
    expect(watch.question(10)).toBeUndefined();
    expect(watch.question(11)).toBeDefined();
    nowMs = 60_001;
    watch.add(decide(request, layers), layers, occasion);
    expect(watch.isOn).toBe(false);
    expect(watch.question(310)).toBeUndefined();
    expect(watch.last).toBe(310);
  });

  test("writes questions down whole, with their maps", () => {
    const question = { request, layers };
    expect(readQuestion(writeQuestion(question))).toEqual(question);
    expect(readQuestion('{"request":{"context":{"$map":"x"}},"layers":{}}')).toBeUndefined();
    expect(readQuestion("[]")).toBeUndefined();
  });
});
