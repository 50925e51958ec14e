import {
  type GrantedDocument,
  type GrantEdit,
  isNewRole,
  parsedKeyGrant,
} from "../../access/index.ts";
import {
  commented,
  type GrantFile,
  type GrantOrder,
  headingOf,
  isWhole,
  subjectOf,
  type WholeEdit,
} from "./grant-file.ts";
import { roleOf } from "../role-of.ts";
import { hclName, hclString, hclValue } from "./hcl.ts";

/** A module with one resource for each document, through a provider for each account. */
export function terraformFiles(order: GrantOrder): readonly GrantFile[] {
  const whole = order.edits.filter(isWhole);
  const providers = [...new Map(whole.map((edit) => [providerOf(edit), edit])).values()];
  const blocks = [
    ...(whole.length > 0 ? [REQUIREMENTS] : []),
    ...providers.map((edit) => providerBlock(edit, order)),
    ...order.edits.map((edit) =>
      [...commented(headingOf(edit, order), "#"), ...editLines(edit, order)].join("\n"),
    ),
  ];
  return [{ name: "sluice-grant.tf", text: `${blocks.join("\n\n")}\n` }];
}

// Import blocks with a provider: Terraform 1.7; `aws_kms_key_policy`: provider 4.59.
const REQUIREMENTS = `terraform {
  required_version = ">= 1.7"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}`;

/** Providers differ by account and by region; IAM has no regions. */
function providerOf({ account, document, region }: WholeEdit): string {
  if (document.kind === "permissionSet") return "identity_center";
  return hclName(["account", account, ...(region === undefined ? [] : [region])].join("_"));
}

function providerBlock(edit: WholeEdit, { notes, profiles }: GrantOrder): string {
  const { account, document, region } = edit;
  const profile = profiles.get(account);
  const isIdentityCenter = document.kind === "permissionSet";
  return block(`provider "aws"`, [
    ...(isIdentityCenter ? commented([notes.identityCenter], "#") : []),
    ...attributes([
      ["alias", hclString(providerOf(edit))],
      ...(region === undefined ? [] : [["region", hclString(region)] as const]),
      ...(profile === undefined || isIdentityCenter
        ? []
        : [["profile", hclString(profile)] as const]),
      ...(isIdentityCenter ? [] : [["allowed_account_ids", `[${hclString(account)}]`] as const]),
    ]),
  ]);
}

function editLines(edit: GrantEdit, order: GrantOrder): readonly string[] {
  if (!isWhole(edit)) return [];
  if (edit.document.kind !== "trustPolicy" || isNewRole(edit)) return resourceLines(edit, order);
  return commented([order.notes.noTrustResource, edit.after], "#");
}

/** The role that is made must be there before a policy of it, or one that names it. */
function dependencies(edit: WholeEdit, { edits }: GrantOrder): readonly string[] {
  const roles = edits.filter(isNewRole).map(({ document }) => `aws_iam_role.${nameOf(document)}`);
  if (roles.length === 0 || isNewRole(edit)) return [];
  return ["", `depends_on = [${roles.join(", ")}]`];
}

function nameOf(document: GrantedDocument): string {
  return hclName(`${subjectOf(document)}_grant`).replace(/^(?![A-Za-z_])/, "_");
}

function resourceLines(edit: WholeEdit, order: GrantOrder): readonly string[] {
  const { document } = edit;
  const { notes } = order;
  const provider = `aws.${providerOf(edit)}`;
  const name = nameOf(document);
  const { type, places, importId, data = [] } = resourceOf(document, { name, provider });
  const standing = edit.before.value === undefined ? undefined : importId;
  return [
    ...commented(
      [
        ...(OWN.has(document.kind) ? [] : [notes.terraformOwner]),
        ...(SHARED.has(document.kind) ? [notes.terraformDestroy] : []),
      ],
      "#",
    ),
    ...data,
    ...(standing === undefined
      ? []
      : [
          block("import", [
            ...attributes([
              ["provider", provider],
              ["to", `${type}.${name}`],
              ["id", hclString(standing)],
            ]),
          ]),
          "",
        ]),
    block(`resource "${type}" "${name}"`, [
      ...attributes([["provider", provider], ...places]),
      ...(document.kind === "keyGrant" ? keyGrantLines(edit.after) : policyLines(document, edit)),
      ...dependencies(edit, order),
    ]),
  ];
}

/** What is made as a whole. */
const OWN: ReadonlySet<GrantedDocument["kind"]> = new Set(["keyGrant", "trustPolicy"]);

/** Whose policies others write into too. */
const SHARED: ReadonlySet<GrantedDocument["kind"]> = new Set([
  "bucketPolicy",
  "accessPointPolicy",
  "keyPolicy",
  "vpcEndpointPolicy",
]);

function policyLines(document: GrantedDocument, { after }: WholeEdit): readonly string[] {
  return ["", `${policyArgument(document)} = jsonencode(${hclValue(JSON.parse(after))})`];
}

/** A grant is no document there: each of its parts is an argument. */
function keyGrantLines(text: string): readonly string[] {
  const { granteePrincipal, operations, encryptionContextSubset: pairs } = parsedKeyGrant(text);
  return [
    ...attributes([
      ["grantee_principal", hclString(granteePrincipal)],
      ["operations", `[${operations.map(hclString).join(", ")}]`],
    ]),
    ...(pairs === undefined
      ? []
      : ["", block("constraints", [`encryption_context_subset = ${hclValue(pairs)}`])]),
  ];
}

interface Resource {
  readonly type: string;
  readonly places: readonly (readonly [string, string])[];
  readonly importId?: string;
  /** Blocks that must stand before it. */
  readonly data?: readonly string[];
}

function resourceOf(
  document: GrantedDocument,
  { name, provider }: { readonly name: string; readonly provider: string },
): Resource {
  switch (document.kind) {
    case "bucketPolicy": {
      const { bucket } = document;
      const places = [["bucket", hclString(bucket)]] as const;
      return { type: "aws_s3_bucket_policy", places, importId: bucket };
    }
    case "accessPointPolicy": {
      const { accessPoint } = document;
      const places = [["access_point_arn", hclString(accessPoint)]] as const;
      return { type: "aws_s3control_access_point_policy", places, importId: accessPoint };
    }
    case "keyPolicy": {
      const { key } = document;
      const places = [["key_id", hclString(key)]] as const;
      return { type: "aws_kms_key_policy", places, importId: subjectOf(document) };
    }
    case "keyGrant": {
      const places = [
        ["name", hclString(document.name)],
        ["key_id", hclString(document.key)],
      ] as const;
      return { type: "aws_kms_grant", places };
    }
    case "vpcEndpointPolicy": {
      const { endpoint } = document;
      const places = [["vpc_endpoint_id", hclString(endpoint)]] as const;
      return { type: "aws_vpc_endpoint_policy", places, importId: endpoint };
    }
    case "trustPolicy": {
      const role = roleOf(document.role);
      const places = [
        ["name", hclString(role.name)],
        ["path", hclString(role.path)],
      ] as const;
      return { type: "aws_iam_role", places };
    }
    case "rolePolicy":
      return inlinePolicy("role", document);
    case "userPolicy":
      return inlinePolicy("user", document);
    case "permissionSet":
      return permissionSet(document.name, { name, provider });
  }
}

function inlinePolicy(
  of: "role" | "user",
  { name, policyName }: { readonly name: string; readonly policyName: string },
): Resource {
  return {
    type: `aws_iam_${of}_policy`,
    places: [
      ["name", hclString(policyName)],
      [of, hclString(name)],
    ],
    importId: `${name}:${policyName}`,
  };
}

/** Its ARNs are not known here: Terraform looks them up. */
function permissionSet(
  of: string,
  { name, provider }: { readonly name: string; readonly provider: string },
): Resource {
  const instance = `tolist(data.aws_ssoadmin_instances.${name}.arns)[0]`;
  return {
    type: "aws_ssoadmin_permission_set_inline_policy",
    places: [
      ["instance_arn", instance],
      ["permission_set_arn", `data.aws_ssoadmin_permission_set.${name}.arn`],
    ],
    data: [
      block(`data "aws_ssoadmin_instances" "${name}"`, attributes([["provider", provider]])),
      "",
      block(
        `data "aws_ssoadmin_permission_set" "${name}"`,
        attributes([
          ["provider", provider],
          ["instance_arn", instance],
          ["name", hclString(of)],
        ]),
      ),
      "",
    ],
  };
}

function policyArgument({ kind }: GrantedDocument): string {
  if (kind === "trustPolicy") return "assume_role_policy";
  return kind === "permissionSet" ? "inline_policy" : "policy";
}

function block(head: string, lines: readonly string[]): string {
  const inner = lines
    .flatMap((line) => line.split("\n"))
    .map((line) => (line === "" ? "" : `  ${line}`));
  return [`${head} {`, ...inner, "}"].join("\n");
}

function attributes(pairs: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${name.padEnd(width)} = ${value}`);
}
