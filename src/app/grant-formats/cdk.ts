import { commented, type GrantFile, type GrantOrder, headingOf } from "./grant-file.ts";
import {
  elsewhere,
  propertiesOf,
  type StackEdits,
  type StackResource,
  stacksOf,
} from "./stacks.ts";

/** A TypeScript module with a stack for each account and region. */
export function cdkFiles(order: GrantOrder): readonly GrantFile[] {
  const stacks = stacksOf(order.edits);
  const used = [...new Set(stacks.flatMap(({ resources }) => resources.map(({ type }) => type)))];
  const parts = [
    ...(used.length === 0 ? [] : [importsOf(used)]),
    ...stacks.map((stack) => stackText(stack, order)),
  ];
  return [{ name: "sluice-grant.ts", text: `${parts.join("\n\n")}\n` }];
}

/**
 * The constructs of level 1: a bucket that is looked up by name takes no policy, without a word
 * (aws/aws-cdk#6548).
 */
const CONSTRUCTS: Readonly<
  Record<StackResource["type"], { readonly name: string; readonly from: string }>
> = {
  "AWS::IAM::Role": { name: "CfnRole", from: "aws-cdk-lib/aws-iam" },
  "AWS::S3::BucketPolicy": { name: "CfnBucketPolicy", from: "aws-cdk-lib/aws-s3" },
  "AWS::IAM::RolePolicy": { name: "CfnRolePolicy", from: "aws-cdk-lib/aws-iam" },
  "AWS::IAM::UserPolicy": { name: "CfnUserPolicy", from: "aws-cdk-lib/aws-iam" },
};

function importsOf(types: readonly StackResource["type"][]): string {
  const constructs = types.map((type) => CONSTRUCTS[type]);
  const modules = [...new Set(constructs.map(({ from }) => from))].sort();
  return [
    'import { Stack, type StackProps } from "aws-cdk-lib";',
    ...modules.map((module) => {
      const names = constructs.filter(({ from }) => from === module).map(({ name }) => name);
      return `import { ${names.sort().join(", ")} } from "${module}";`;
    }),
    'import type { Construct } from "constructs";',
  ].join("\n");
}

function stackText(stack: StackEdits, order: GrantOrder): string {
  const { account, name, region, resources } = stack;
  const others = stack.others.flatMap((edit) => elsewhere(edit, order));
  const head = commented([order.notes.deploy(account, region), ...others], "//");
  if (resources.length === 0) return head.join("\n");
  const env = [`account: "${account}"`, ...(region === undefined ? [] : [`region: "${region}"`])];
  return [
    ...head,
    `export class SluiceGrant${name.replaceAll(/[^A-Za-z0-9]/g, "_")} extends Stack {`,
    "  constructor(scope: Construct, id: string, props?: StackProps) {",
    `    super(scope, id, { ...props, env: { ${env.join(", ")} } });`,
    ...resources.flatMap((resource) => constructLines(resource, order)),
    "  }",
    "}",
  ].join("\n");
}

function constructLines(resource: StackResource, order: GrantOrder): readonly string[] {
  const { after, edit, name, type } = resource;
  const isStanding = edit.before.value !== undefined;
  const properties = Object.fromEntries(
    Object.entries(propertiesOf(resource)).map(([key, value]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      value,
    ]),
  );
  const isAwaited = type === "AWS::IAM::Role";
  const end = after === undefined ? ");" : ").addDependency(role);";
  const [first = "", ...lines] = JSON.stringify(properties, null, 2).split("\n");
  const notes = [...headingOf(edit, order), ...(isStanding ? [order.notes.templateOwner] : [])];
  return [
    ...commented(notes, "//").map((line) => `    ${line}`),
    `    ${isAwaited ? "const role = " : ""}new ${CONSTRUCTS[type].name}(this, "${name}", ${first}`,
    ...lines.map((line, i) => `    ${line}${i === lines.length - 1 ? end : ""}`),
  ];
}
