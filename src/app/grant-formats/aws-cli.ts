import { type GrantedDocument, isNewRole, parsedKeyGrant } from "../../access/index.ts";
import {
  commented,
  type GrantFile,
  type GrantOrder,
  headingOf,
  isWhole,
  rolesFirst,
  subjectOf,
  type WholeEdit,
} from "./grant-file.ts";
import { roleOf } from "../role-of.ts";
import { shellWord } from "../shell-word.ts";

/** A script for each account, to be run by someone who may change its policies. */
export function awsCliFiles(order: GrantOrder): readonly GrantFile[] {
  const accounts = [...new Set(order.edits.map(({ account }) => account))];
  return accounts.map((account) => {
    const edits = order.edits.filter((edit) => edit.account === account);
    const first = rolesFirst(order, account).map((note) => commented([note], "#").join("\n"));
    const parts = edits.map((edit) =>
      [
        ...commented(headingOf(edit, order), "#"),
        ...(isWhole(edit) ? stepsOf(edit, order) : []),
      ].join("\n"),
    );
    return {
      name: `sluice-grant-${account}.sh`,
      text: `${["#!/bin/sh\nset -eu", ...first, FUNCTIONS, ...parts].join("\n\n")}\n`,
    };
  });
}

// S3, KMS and IAM know no conditional put, and lay a text out in their own way.
const FUNCTIONS = `stop() { printf '%s\\n' "$1" >&2; exit 1; }
same() { [ "$(tr -d '[:space:]' < "$1")" = "$(tr -d '[:space:]' < "$2")" ]; }`;

/** The commands that hold what stands there against what was read, keep it, and write the document. */
function stepsOf(edit: WholeEdit, order: GrantOrder): readonly string[] {
  const { account, after, before, document } = edit;
  const { notes } = order;
  const commands = commandsOf(edit, order);
  const file = (suffix: string): string =>
    shellWord(`${account}-${document.kind}-${subjectOf(document)}${suffix}.json`);
  const place = notes.document(document, account);
  const stop = `stop ${shellWord(notes.changed(place))}`;
  return [
    ...commands.lookUp,
    ...hereDocument(file(""), after),
    ...(before.value === undefined
      ? [
          `if found=$({ ${commands.read}; } 2>&1); then ${stop}; fi`,
          `case $found in '' | *NoSuch*) ;; *) stop "$found" ;; esac`,
        ]
      : [
          ...hereDocument(file(".read"), before.value),
          `${commands.read} > ${file(".before")}`,
          `same ${file(".before")} ${file(".read")} || ${stop}`,
        ]),
    ...commands.write(`file://${file("")}`),
  ];
}

function hereDocument(file: string, text: string): readonly string[] {
  return [`cat > ${file} <<'SLUICE_END'`, ...text.replace(/\n$/, "").split("\n"), "SLUICE_END"];
}

interface Commands {
  /** What must be known first. */
  readonly lookUp: readonly string[];
  readonly read: string;
  readonly write: (file: string) => readonly string[];
}

function commandsOf(edit: WholeEdit, order: GrantOrder): Commands {
  const { account, document } = edit;
  const as = identityFlags(edit, order);
  switch (document.kind) {
    case "bucketPolicy": {
      const bucket = `--bucket ${document.bucket} --expected-bucket-owner ${account} ${as}`;
      return {
        lookUp: [],
        read: `aws s3api get-bucket-policy ${bucket} --query Policy --output text`,
        write: (file) => [`aws s3api put-bucket-policy ${bucket} --policy ${file}`],
      };
    }
    case "accessPointPolicy": {
      const point = `--account-id ${account} --name ${subjectOf(document)} ${as}`;
      return {
        lookUp: [],
        read: `aws s3control get-access-point-policy ${point} --query Policy --output text`,
        write: (file) => [`aws s3control put-access-point-policy ${point} --policy ${file}`],
      };
    }
    case "keyPolicy": {
      const key = `--key-id ${document.key} --policy-name default ${as}`;
      return {
        lookUp: [],
        read: `aws kms get-key-policy ${key} --query Policy --output text`,
        write: (file) => [`aws kms put-key-policy ${key} --policy ${file}`],
      };
    }
    case "keyGrant": {
      const key = `--key-id ${document.key} ${as}`;
      return {
        lookUp: [],
        read: `aws kms list-grants ${key} --query ${shellWord(sameGrant(edit.after))} --output text | grep .`,
        write: (file) => [`aws kms create-grant ${key} --cli-input-json ${file}`],
      };
    }
    case "vpcEndpointPolicy": {
      const { endpoint } = document;
      return {
        lookUp: [],
        read: `aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ${endpoint} ${as} --query 'VpcEndpoints[0].PolicyDocument' --output text`,
        write: (file) => [
          `aws ec2 modify-vpc-endpoint --vpc-endpoint-id ${endpoint} ${as} --policy-document ${file}`,
        ],
      };
    }
    case "trustPolicy":
      return trustCommands(document.role, edit, as);
    case "rolePolicy":
      return inlineCommands("role", document, as);
    case "userPolicy":
      return inlineCommands("user", document, as);
    case "permissionSet":
      return permissionSetCommands(document, edit, { as, order });
  }
}

/** Which grants are the same, by name and by whom it names: a role that was made anew is none that a grant of before names. */
function sameGrant(text: string): string {
  const { granteePrincipal, name = "" } = parsedKeyGrant(text);
  // Of a path IAM takes almost every character (IAM API Reference, CreateRole).
  const [grantee, called] = [granteePrincipal, name].map((each) => each.replaceAll("'", "\\'"));
  return `Grants[?Name=='${called}' && GranteePrincipal=='${grantee}'].GrantId`;
}

/** Nobody can name a role before IAM shows it. */
function trustCommands(roleArn: string, edit: WholeEdit, as: string): Commands {
  const { name, path } = roleOf(roleArn);
  const role = `--role-name ${shellWord(name)}`;
  return {
    lookUp: [],
    read: `aws iam get-role ${role} ${as} --query Role.AssumeRolePolicyDocument --output json`,
    write: (file) =>
      isNewRole(edit)
        ? [
            `aws iam create-role ${role} --path ${shellWord(path)} ${as} --assume-role-policy-document ${file}`,
            `aws iam wait role-exists ${role} ${as}`,
          ]
        : [`aws iam update-assume-role-policy ${role} ${as} --policy-document ${file}`],
  };
}

function inlineCommands(
  of: "role" | "user",
  { name, policyName }: { readonly name: string; readonly policyName: string },
  as: string,
): Commands {
  const policy = `--${of}-name ${shellWord(name)} --policy-name ${shellWord(policyName)} ${as}`;
  return {
    lookUp: [],
    read: `aws iam get-${of}-policy ${policy} --query PolicyDocument --output json`,
    write: (file) => [`aws iam put-${of}-policy ${policy} --policy-document ${file}`],
  };
}

type PermissionSet = Extract<GrantedDocument, { readonly kind: "permissionSet" }>;

/** The API takes ARNs, and people know names. */
function permissionSetCommands(
  { name }: PermissionSet,
  { account }: WholeEdit,
  { as, order }: { readonly as: string; readonly order: GrantOrder },
): Commands {
  const instance = '--instance-arn "$instance"';
  const set = `${instance} --permission-set-arn "$permission_set" ${as}`;
  return {
    lookUp: [
      `instance=$(aws sso-admin list-instances --query 'Instances[0].InstanceArn' --output text ${as})`,
      "permission_set=",
      `for arn in $(aws sso-admin list-permission-sets ${instance} --query 'PermissionSets[]' --output text ${as}); do`,
      `  name=$(aws sso-admin describe-permission-set ${instance} --permission-set-arn "$arn" --query PermissionSet.Name --output text ${as})`,
      `  if [ "$name" = ${shellWord(name)} ]; then permission_set=$arn; fi`,
      "done",
      `[ -n "$permission_set" ] || stop ${shellWord(order.notes.noPermissionSet(name))}`,
    ],
    // A set without an inline policy has an empty one.
    read: `aws sso-admin get-inline-policy-for-permission-set ${set} --query InlinePolicy --output text | grep .`,
    write: (file) => [
      `aws sso-admin put-inline-policy-to-permission-set ${set} --inline-policy ${file}`,
      `aws sso-admin provision-permission-set ${set} --target-type AWS_ACCOUNT --target-id ${account}`,
    ],
  };
}

function identityFlags({ account, document, region }: WholeEdit, order: GrantOrder): string {
  const isIdentityCenter = document.kind === "permissionSet";
  const known = isIdentityCenter ? undefined : order.profiles.get(account);
  const asked = isIdentityCenter
    ? `"\${IDENTITY_CENTER_PROFILE:?${order.notes.nameIdentityCenterProfile}}"`
    : `"\${PROFILE_${account}:?${order.notes.nameProfile(account)}}"`;
  return [
    `--profile ${known === undefined ? asked : shellWord(known)}`,
    ...(region === undefined ? [] : [`--region ${region}`]),
    ...(order.endpointUrl === undefined ? [] : [`--endpoint-url ${shellWord(order.endpointUrl)}`]),
  ].join(" ");
}
