import { stringify } from "yaml";
import { isNewRole } from "../../access/index.ts";
import {
  commented,
  type GrantFile,
  type GrantOrder,
  headingOf,
  rolesFirst,
  type WholeEdit,
} from "./grant-file.ts";
import { elsewhere, propertiesOf, type StackEdits, stacksOf } from "./stacks.ts";

/** A template for each account and region: a stack acts in one of each. */
export function cloudFormationFiles(order: GrantOrder): readonly GrantFile[] {
  return stacksOf(order.edits).map((stack) => ({
    name: `sluice-grant-${stack.name}.template.yaml`,
    text: template(stack, order),
  }));
}

function template(stack: StackEdits, order: GrantOrder): string {
  const { notes } = order;
  const comments = [
    notes.deploy(stack.account, stack.region),
    // CloudFormation API Reference, CreateStack, Capabilities: IAM resources with custom names.
    ...(stack.resources.some(({ edit }) => isNewRole(edit)) ? [notes.namedRole] : []),
    ...rolesFirst(order, stack.account),
    ...stack.resources.flatMap(({ edit }) => resourceComment(edit, order)),
    ...stack.others.flatMap((edit) => elsewhere(edit, order)),
  ];
  return [...commented(comments, "#"), resourcesText(stack)].join("\n");
}

function resourceComment(edit: WholeEdit, order: GrantOrder): readonly string[] {
  const isStanding = edit.before.value !== undefined;
  return [...headingOf(edit, order), ...(isStanding ? [order.notes.templateOwner] : [])];
}

/** YAML 1.1, as CloudFormation reads it, takes `2012-10-17` for a date and an account for a number: all is quoted. */
function resourcesText({ resources }: StackEdits): string {
  if (resources.length === 0) return "";
  const template = {
    AWSTemplateFormatVersion: "2010-09-09",
    Resources: Object.fromEntries(
      resources.map((resource) => [
        resource.name,
        {
          Type: resource.type,
          ...(resource.after !== undefined && { DependsOn: resource.after }),
          Properties: propertiesOf(resource),
        },
      ]),
    ),
  };
  return stringify(template, {
    lineWidth: 0,
    defaultStringType: "QUOTE_DOUBLE",
    defaultKeyType: "PLAIN",
    aliasDuplicateObjects: false,
  });
}
