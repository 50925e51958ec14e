import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeXmlText } from "../../src/aws/index.ts";
import { loadCorpus } from "../support/corpus.ts";
import { openLab, type OpenLab } from "./open-lab.ts";
import { ask, type WireAnswer } from "./wire.ts";

interface Given {
  /** Whose keys sign; nobody's when absent. */
  readonly profile?: string;
  readonly service?: "iam" | "sts";
  /** Calls to make first. */
  readonly before?: readonly Given[];
  readonly form: Readonly<Record<string, string>>;
}

interface Want {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  /** Pieces of the body, in their order. */
  readonly body?: readonly string[];
}

let open: OpenLab;
beforeAll(async () => {
  open = await openLab();
});
afterAll(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

function send({ profile, service = "iam", form }: Given): Promise<WireAnswer> {
  const credentials = profile === undefined ? undefined : open.credentialsOf(profile);
  return ask(open.lab.port, {
    method: "POST",
    target: "/",
    headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    body: new URLSearchParams(form).toString(),
    service,
    region: "us-east-1",
    credentials,
  });
}

const textIn = (xml: string, name: string): string | undefined => {
  const inner = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return inner === undefined ? undefined : decodeXmlText(inner);
};

test.each(loadCorpus<Given, Want>("iam-wire"))("%s", async (_name, { given, want }) => {
  for (const earlier of given.before ?? []) await send(earlier);
  const { status, body } = await send(given);
  const { body: pieces = [], ...rest } = want;
  const answer = { status, code: textIn(body, "Code"), message: textIn(body, "Message") };
  expect(answer).toMatchObject(rest);
  const places = pieces.map((piece) => body.indexOf(piece));
  expect(places.filter((place) => place < 0)).toEqual([]);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});
