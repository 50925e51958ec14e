import type { GrantedDocument, GrantRefusal, Opening } from "../../../app/index.ts";
import type { GrantWords } from "../catalogue.ts";
import { layers } from "./layers.ts";

export const grant: GrantWords = {
  document: documentText,
  nothingToDo: "nothing to grant: every permission that could be checked is there",
  refusal,
  otherwise: ({ account, layer, need }, advice) =>
    `${need.action} is refused by the ${layers[layer]} of account ${account}: ${advice}`,
  proved: ({ allowed, all }) =>
    `proved: with this change ${allowed} of ${all} permissions are allowed`,
  unproved: ({ action, resource }) => `unproved: ${action} on ${resource}`,
  stillDenied: ({ action, resource }) => `still denied: ${action} on ${resource}`,
  minimal:
    "minimal: without any one statement, action or resource of what is added, something is denied again",
  unnecessary: (sid) => `statement ${sid} could be left out`,
  spare: (sid, part) => `${part} could be left out of statement ${sid}`,
  dropped: (principals) =>
    `takes out ${principals.join(", ")}: deleted users or roles, with which AWS would refuse the policy; nobody has such an id any more`,
  exception: ({ attachedTo, line, policyName, sid }) =>
    `for its owner to consider: with this exception statement ${sid ?? `in line ${line}`} of ${policyName} on ${attachedTo} denies it no longer, and denies everybody else as before:`,
  opens: (document, also) =>
    also.length === 0
      ? `the change of the ${document} opens nothing else`
      : `the change of the ${document} also opens it ${also.join("; ")}`,
  opening,
  beforeUnknown: (why) =>
    `the policy in force could not be read (${why.en}): merge these statements into it, or name its owner's profile with --owner-profile`,
  wrote: (path) => `wrote ${path}`,
  keptBefore: (path) => `kept the old policy as ${path}`,
  applied: (document, as) => `applied to the ${document} as ${as.en}`,
  made: (document, as) => `made the ${document} as ${as.en}`,
  notApplied: (document) => `not applied to the ${document}: what stands there could not be read`,
  notAppliedHere: (document) =>
    `not applied to the ${document}: only the account of IAM Identity Center can; \`--format cli\` writes the commands for it`,
  revoked: (document, as) => `took the grant out of the ${document} as ${as.en}`,
  leftToOwner: (document) =>
    `left in the ${document}: the grant is all that the policy says, and without a statement it would be no policy; its owner must replace it`,
  roleKept: (document, keptFor) => {
    const kept = `left in the ${document}: it lets nobody else in, and the role`;
    switch (keptFor) {
      case "own-policies":
        return `${kept} has policies of its own, or nobody could tell; delete the role if nothing needs it`;
      case "other-policies":
        return `${kept} may still be named by policies of buckets and keys; take it out of them first, through the \`--owner-profile\` of each account, then revoke again`;
    }
  },
  roleMade: (document, as) => `made the role as ${as.en}, with the ${document}`,
  roleDeleted: (document, as) =>
    `deleted the role as ${as.en}, with the ${document}: nothing else belonged to it`,
  unmade: (document, as) => `took back the ${document} as ${as.en}`,
  nothingToRevoke:
    "nothing to revoke: no policy that could be read holds a grant to this caller from this source to this destination",
  confirmed: (verdict) => {
    switch (verdict) {
      case "allowed":
        return "confirmed: AWS, asked again, allows it";
      case "unknown":
        return "not confirmed: AWS, asked again, leaves some of it open; `sluice check` says what";
      case "denied":
        return "not confirmed: AWS, asked again, still denies some of it; a change may take some seconds to arrive, then `sluice check` says what is left";
    }
  },
  smallerThan: (size) =>
    `for objects smaller than ${size} alone: what only larger ones take, which go in parts, is left out (\`--large-objects some\` adds it)`,
  toApply: (line) => `nothing has been changed; to apply it: ${line}`,
  notes: {
    whole: (sids) =>
      `this is the whole policy: the one in force with ${sids.join(", ")} merged into it`,
    unread: (why) =>
      `nothing is written for it, since the policy in force could not be read (${why.en}); merge these statements into it:`,
    terraformOwner:
      "if Terraform has this policy already, put the statements into that resource instead: of two resources each overwrites the other",
    terraformDestroy:
      "destroying the resource takes the whole policy away, what others wrote too: `terraform state rm` it first, then `sluice grant … --revoke`",
    identityCenter: "the account and region of IAM Identity Center: name its profile",
    templateOwner:
      "there is a policy already, and a new stack makes none beside it (`The bucket policy already exists on bucket`): put the document into the stack that has it, or import it with what stands there, then update",
    noResource:
      "no stack can hold it but the one that made what it belongs to, as a property there; `--format cli` writes it otherwise; this is the whole policy:",
    newRole: "there is no such role yet: it is made, with this trust policy",
    roleFirst: (role) =>
      `role ${role} is yet to be made, by its own account; it must exist first: AWS takes no policy that names nobody`,
    namedRole: "deploy it with --capabilities CAPABILITY_NAMED_IAM: it makes a role by its name",
    noTrustResource:
      "Terraform holds a trust policy as a part of its role alone: put the statements into the resource of that role; `--format cli` writes it otherwise; this is the whole policy:",
    noKeyGrants:
      "stacks have no resource for grants of KMS; `--format cli` writes it otherwise; this is the input of CreateGrant:",
    deploy: (account, region) =>
      `deploy to account ${account}${region === undefined ? "" : `, region ${region}`}`,
    changed: (document) =>
      `stopped: the ${document} is no longer the one that was read; run sluice grant again`,
    nameProfile: (account) => `name a profile of account ${account}`,
    nameIdentityCenterProfile: "name a profile of the account that holds IAM Identity Center",
    noPermissionSet: (name) => `stopped: there is no permission set ${name}`,
  },
  note: {
    title: (account) =>
      account === "unknown"
        ? "A policy change asked of the account that owns what is named below"
        : `A policy change asked of account ${account}`,
    asks: (callers) => `${callers.join(", ")} is to run`,
    needs: "and needs these permissions for it:",
    smallerThan: (size) =>
      `This is for objects smaller than ${size} alone: what only those of ${size} and more take, which go in parts, is left out.`,
    asRole: (role) => `S3 Batch Operations copies for this run, as ${role}.`,
    onlyThese: "The changes below open them, and nothing that the command does not need.",
    add: "Add these statements; everything else in the policy stays as it is, byte for byte:",
    whole: "The whole policy afterwards:",
    alone: "The whole policy:",
    open: "What this cannot open",
    checked: "What was checked",
    withCli: "With the AWS CLI",
    takeBack: "To take it back",
  },
};

function documentText(document: GrantedDocument, account: string): string {
  const where = account === "unknown" ? "" : ` (account ${account})`;
  switch (document.kind) {
    case "bucketPolicy":
      return `policy of bucket ${document.bucket}${where}`;
    case "accessPointPolicy":
      return `policy of access point ${lastPart(document.accessPoint)}${where}`;
    case "keyPolicy":
      return `policy of KMS key ${document.key}${where}`;
    case "keyGrant":
      return `grant ${document.name} on KMS key ${document.key}${where}`;
    case "vpcEndpointPolicy":
      return `policy of VPC endpoint ${document.endpoint}${where}`;
    case "trustPolicy":
      return `trust policy of role ${lastPart(document.role)}${where}`;
    case "rolePolicy":
      return `inline policy ${document.policyName} of role ${document.name}${where}`;
    case "userPolicy":
      return `inline policy ${document.policyName} of user ${document.name}${where}`;
    case "permissionSet":
      return `inline policy of the permission set behind role ${document.name}${where}`;
  }
}

function opening(opened: Opening): string {
  switch (opened.code) {
    case "sessions":
      return `to every session of role ${lastPart(opened.role)}`;
    case "roles-like":
      return `to every role like ${opened.patterns.join(" or ")}`;
    case "account":
      return `to everybody in account ${opened.account} whose own policies allow it`;
    case "jobs":
      return `to S3 Batch Operations, for jobs of everybody in account ${opened.account} who may s3:CreateJob and iam:PassRole this role`;
    case "organization":
      return `to everybody in organization ${opened.organization} whose own policies allow it`;
    case "permission-set":
      return `to everybody who has permission set ${opened.name}, in every account that it is assigned to`;
    case "any-bucket":
      return `for objects of any bucket under that key, through ${opened.service} alone`;
    case "direct-use":
      return "for requests that the caller makes to KMS itself, which a grant cannot tell from those of S3";
    case "whole-listing":
      return `to the names of all keys of bucket ${opened.bucket}: the policy of an endpoint takes no \`*\` after fewer than six characters of a prefix`;
    case "wildcards":
      return "for names like these, since `*` and `?` in them are wildcards in a document of version 2008-10-17";
  }
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function refusal(refused: GrantRefusal): string {
  switch (refused.code) {
    case "explicit-deny":
      return `${refused.need.action} is denied explicitly by the ${layers[refused.layer]} of account ${refused.account}; a Deny is its owner's intent and is left alone: ask them for an exception`;
    case "limit-silent":
      if (refused.layer === "vpcEndpoint") {
        return `${refused.need.action} is not allowed by the ${layers.vpcEndpoint}; which endpoint it is, nobody told: with \`--vpc-endpoint vpce-…\` and a profile of its owner, \`sluice grant\` writes the change`;
      }
      return `${refused.need.action} is not allowed by the ${layers[refused.layer]} of account ${refused.account}; no grant reaches past it: ask them to widen it`;
    case "orphan-principals":
      return `the ${documentText(refused.document, refused.account)} names deleted principals (${refused.principals.join(", ")}); AWS refuses every change until they are taken out, which --drop-orphans does, or account ${refused.account}`;
    case "key-unusable":
      return keyRefusal(refused);
    case "access-point-unknown":
      return pointRefusal(refused);
    case "federated-caller":
      return `${refused.need.action} is asked for by a federated session, which has no policies of its own; put the permission into the policy of the user of account ${refused.account} who opened it by sts:GetFederationToken, and into the session policy`;
    case "policy-too-large":
      return `the ${documentText(refused.document, refused.account)} would have ${refused.bytes} bytes; AWS's limit is ${refused.limit}`;
    case "policy-refused":
      return `S3 would refuse the ${documentText(refused.document, refused.account)}: ${refused.message}`;
    case "policy-public":
      return `S3 would refuse the ${documentText(refused.document, refused.account)}: ${refused.statements.join(", ")} makes it public, which Block Public Access forbids; account ${refused.account} must take that out or narrow it first`;
    case "anonymous-caller":
      return `${refused.need.action} is asked for without credentials: there is nobody to grant it to`;
  }
}

/** Of an access point, nobody may know more than the name. */
function pointRefusal({ account, accessPoint, why }: PointUnknown): string {
  const alias =
    account === "unknown"
      ? "an alias is looked up in the account and region of whoever asks: name the ARN, or "
      : "";
  return `nobody could say which bucket is behind access point ${accessPoint} (${why.en}), so nothing can be written for it; ${alias}name a profile of its owner with --owner-profile`;
}

type PointUnknown = Extract<GrantRefusal, { readonly code: "access-point-unknown" }>;

/** No policy opens a key that is not there, or one of AWS's own. */
function keyRefusal({
  account,
  isNamed,
  key,
  need,
  state,
}: Extract<GrantRefusal, { readonly code: "key-unusable" }>): string {
  switch (state) {
    case "absent":
      if (isNamed)
        return `there is no KMS key ${key}, which \`--sse-kms-key-id\` names: give the full ARN of one that exists`;
      return key.includes(":alias/")
        ? `there is no ${key}: the bucket ${need.bucket} names its default key by an alias, and KMS looks that up in the account of whoever writes; the bucket's owner must set the key's full ARN as the default`
        : `there is no KMS key ${key}: the owner of bucket ${need.bucket} must set a key that exists`;
    case "otherRegion":
      return `KMS key ${key} is in another region than bucket ${need.bucket}: name a key of the bucket's region`;
    case "disabled":
      return `KMS key ${key} is disabled: account ${account} must enable it`;
    case "pendingDeletion":
      return `KMS key ${key} is to be deleted: account ${account} must cancel that and enable it`;
    case "awsManaged":
      return `KMS key ${key} is managed by AWS, which lets nobody change its policy: the owner of bucket ${need.bucket} must encrypt with a key of its own`;
  }
}
