import { decodeXmlText } from "../../src/aws/index.ts";
import type { Asked } from "./operation-of.ts";
import { openServices, type OpenServices } from "./open-services.ts";
import { ask } from "./wire.ts";

/** One request of a row. */
export interface OperationStep {
  /** A profile of the services' world, or nobody: then nothing is signed. */
  readonly as?: string;
  /** `kms:CreateKey`, for services that are told the operation by its name. */
  readonly ask?: string;
  readonly input?: Readonly<Record<string, unknown>>;
  /** `PUT /bucket-a?tagging`, for S3 and S3 Control. */
  readonly request?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Words for later steps, `{word}`, each by the pattern that finds it in the answer. */
  readonly save?: Readonly<Record<string, string>>;
}

/** What a step is answered. */
export interface StepAnswer {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  /** Pieces of the body, in their order. */
  readonly body?: readonly string[];
}

const SHAPES: ReadonlyMap<string, string> = new Map([
  ["kms", "TrentService"],
  ["organizations", "AWSOrganizationsV20161128"],
  ["sso", "SWBExternalService"],
  ["identitystore", "AWSIdentityStore"],
]);
const VERSIONS: ReadonlyMap<string, string> = new Map([
  ["iam", "2010-05-08"],
  ["sts", "2011-06-15"],
  ["ec2", "2016-11-15"],
]);

/** The request that a step sends. */
export function askedOf(step: OperationStep): Asked {
  const { ask: named = "", input = {}, request, headers, body } = step;
  if (request !== undefined) {
    const [method = "", target = ""] = request.split(" ");
    return { method, target, ...(headers && { headers }), ...(body !== undefined && { body }) };
  }
  const [service = "", operation = ""] = named.split(":");
  const shape = SHAPES.get(service);
  const base = { method: "POST", target: "/", service };
  if (shape !== undefined) {
    const type = "application/x-amz-json-1.1";
    const target = { "content-type": type, "x-amz-target": `${shape}.${operation}` };
    return { ...base, headers: target, body: JSON.stringify(input) };
  }
  const form = { Action: operation, Version: VERSIONS.get(service) ?? "", ...texts(input) };
  const type = "application/x-www-form-urlencoded";
  return { ...base, headers: { "content-type": type }, body: new URLSearchParams(form).toString() };
}

/** Sends the steps of a row to a lab of their own. */
export async function answersOf(steps: readonly OperationStep[]): Promise<readonly StepAnswer[]> {
  const open = await openServices();
  try {
    const words = new Map<string, string>();
    const answers: StepAnswer[] = [];
    for (const step of steps) answers.push(await answerOf(open, filled(step, words), words));
    if (open.faults.length > 0) throw new Error("the lab failed", { cause: open.faults[0] });
    return answers;
  } finally {
    await open.close();
  }
}

async function answerOf(
  open: OpenServices,
  step: OperationStep,
  words: Map<string, string>,
): Promise<StepAnswer> {
  const asked = askedOf(step);
  const { status, body } = await ask(open.lab.port, {
    ...asked,
    credentials: step.as === undefined ? undefined : open.credentialsOf(step.as),
    ...(asked.service === "iam" && { region: "us-east-1" }),
  });
  for (const [word, pattern] of Object.entries(step.save ?? {})) {
    const found = new RegExp(pattern).exec(body)?.[1];
    if (found === undefined) throw new Error(`no \`${word}\` in ${body}`);
    words.set(word, found);
  }
  const code = textIn(body, "Code") ?? memberIn(body, "__type");
  const message = textIn(body, "Message") ?? memberIn(body, "message");
  return {
    status,
    ...(code !== undefined && { code }),
    ...(message !== undefined && { message }),
    body: [body],
  };
}

function filled(step: OperationStep, words: ReadonlyMap<string, string>): OperationStep {
  const { save, ...sent } = step;
  let text = JSON.stringify(sent);
  for (const [word, value] of words) text = text.replaceAll(`{${word}}`, value);
  return { ...(JSON.parse(text) as OperationStep), ...(save && { save }) };
}

function texts(input: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, String(value)]));
}

function textIn(xml: string, name: string): string | undefined {
  const inner = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return inner === undefined ? undefined : decodeXmlText(inner);
}

function memberIn(text: string, name: string): string | undefined {
  if (!text.startsWith("{")) return undefined;
  const found = (JSON.parse(text) as Record<string, unknown>)[name];
  return typeof found === "string" ? found : undefined;
}
