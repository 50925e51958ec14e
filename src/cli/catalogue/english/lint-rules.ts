import type { LintWords } from "../lint-words.ts";
import { listed, malformed, organization, uses } from "./lint-terms.ts";

export const rules: LintWords["rules"] = {
  SL01: {
    title: "two statements share a Sid",
    says: ({ firstLine }) => `the statement of line ${firstLine} has this Sid already`,
    remedy: () => "give each statement a Sid of its own",
  },
  SL02: {
    title: "a Sid holds other characters than letters and digits",
    says: () => "IAM takes letters and digits only",
    remedy: ({ suggestion }) => `use \`${suggestion}\``,
  },
  SL03: {
    title: "the version is missing or old, so variables are plain text",
    says: ({ found, hasVariables }) =>
      `${found === undefined ? "there is no `Version`" : `version \`${found}\` is old`}${hasVariables ? ": every `${…}` here is plain text" : ""}`,
    remedy: () => 'use `"Version": "2012-10-17"`',
  },
  SL04: {
    title: "the policy cannot be read or evaluated",
    says: ({ problem, subject }) => malformed[problem](subject.en),
    remedy: () => "AWS refuses the policy as it stands",
  },
  SL05: {
    title: "an action does not exist",
    says: () => "there is no such action",
    remedy: ({ meant }) =>
      meant.length === 0
        ? "the Service Authorization Reference lists the actions"
        : `use ${listed(meant)}`,
  },
  SL06: {
    title: "an action is of an unknown service",
    says: ({ service }) => `no service is known as \`${service}\``,
    remedy: ({ meant }) =>
      meant === undefined ? "check the prefix before the colon" : `did you mean \`${meant}\`?`,
  },
  SL07: {
    title: "no resource of the statement fits an action",
    says: () => "it applies to none of the statement's resources",
    remedy: ({ wanted }) =>
      wanted.length === 0
        ? 'it takes no resource but `"*"`'
        : `it needs a resource of type ${wanted.slice(0, 4).join(", ")}`,
  },
  SL08: {
    title: "an action on buckets is allowed on objects only",
    says: ({ actions }) => `these are objects; ${actions.join(", ")} needs the bucket`,
    remedy: ({ bucket }) => `use \`${bucket}\``,
  },
  SL09: {
    title: "an action on objects is allowed on the bucket only",
    says: ({ actions }) => `this is a bucket; ${actions.join(", ")} needs its objects`,
    remedy: ({ objects }) => `use \`${objects}\``,
  },
  SL10: {
    title: "an ARN carries an account or a Region that such ARNs have not",
    says: ({ service }) =>
      service === "s3"
        ? "the ARN of a bucket has neither account nor Region"
        : "an IAM ARN has no Region",
    remedy: ({ right }) => `use \`${right}\``,
  },
  SL11: {
    title: "a resource is no ARN",
    says: () => "this is neither `*` nor an ARN",
    remedy: ({ suggestion }) =>
      suggestion === undefined
        ? "an ARN is `arn:partition:service:region:account:resource`"
        : `use \`${suggestion}\``,
  },
  SL12: {
    title: "a partition does not exist or is another one",
    says: ({ partition }) => `\`${partition}\` is not the partition`,
    remedy: ({ expected }) =>
      expected === undefined ? "partitions are aws, aws-cn, aws-us-gov, …" : `use \`${expected}\``,
  },
  SL13: {
    title: "a resource does not belong to the policy's bucket or key",
    says: ({ resource }) =>
      resource === "*"
        ? "a bucket policy must name its bucket"
        : "this is not the resource that the policy is attached to",
    remedy: ({ expected }) =>
      expected === undefined ? "name the bucket" : `only \`${expected}\` has a meaning here`,
  },
  SL14: {
    title: "an action is of a service that does not enforce this policy",
    says: ({ action }) => `${action} is never asked of this policy`,
    remedy: ({ belongsIn }) => `it belongs in ${uses[belongsIn]}`,
  },
  SL15: {
    title: "a statement of a resource's policy names no principal",
    says: () => "the statement names no `Principal`",
    remedy: ({ use }) => `${uses[use]} must say to whom each statement applies`,
  },
  SL16: {
    title: "an identity policy names a principal",
    says: ({ use }) => `${uses[use]} has no principal`,
    remedy: ({ element }) => `remove \`${element}\`: it applies to whom it is attached to`,
  },
  SL17: {
    title: "a principal has a form that AWS does not know",
    says: () => "AWS knows no principal of this form",
    remedy: ({ suggestion }) =>
      suggestion === undefined
        ? "use an account id, the ARN of a user or role, or a service's name"
        : `use \`${suggestion}\``,
  },
  SL18: {
    title: "a principal holds a wildcard",
    says: () => "a principal takes no wildcard",
    remedy: ({ pattern }) =>
      `name the account, with the condition \`ArnLike aws:PrincipalArn ${pattern}\``,
  },
  SL19: {
    title: "a principal was deleted",
    says: () => "this principal was deleted; S3 takes no further change while it is listed",
    remedy: ({ uniqueId }) => `remove \`${uniqueId}\`, or name who took its place`,
  },
  SL20: {
    title: "a principal is one session only",
    says: ({ session }) => `this lets in the session \`${session}\` only, whoever bears that name`,
    remedy: ({ role }) => `name the role: \`${role}\``,
  },
  SL21: {
    title: "an Identity Center role lacks its path",
    says: () => "the role of a permission set has a path, so this names nobody",
    remedy: ({ pattern }) => `use the full ARN, or \`ArnLike aws:PrincipalArn ${pattern}\``,
  },
  SL22: {
    title: "an Identity Center role is named with its suffix",
    says: ({ permissionSet }) =>
      `the suffix changes when \`${permissionSet}\` loses its last assignment`,
    remedy: ({ pattern }) =>
      `name the account, with the condition \`ArnLike aws:PrincipalArn ${pattern}\``,
  },
  SL23: {
    title: "a pattern misses Identity Center in us-east-1",
    says: () => "with Identity Center in us-east-1 the path has no Region",
    remedy: ({ right }) => `use \`${right}\``,
  },
  SL24: {
    title: "a wildcard stands where it is plain text",
    says: ({ operator, negated }) =>
      `${operator} takes wildcards for plain text: this ${negated ? "always holds" : "never matches"}`,
    remedy: ({ right }) => `use \`${right}\``,
  },
  SL25: {
    title: "a condition compares a value of another type",
    says: ({ operator, key, value }) =>
      value === undefined
        ? `${operator} does not fit ${key}`
        : `${operator} cannot compare with this`,
    remedy: ({ right, key }) =>
      right === undefined ? `give ${key} a value of its type` : `use \`${right}\``,
  },
  SL26: {
    title: "a condition operator does not exist",
    says: () => "there is no such operator",
    remedy: ({ meant }) =>
      meant === undefined ? "the IAM User Guide lists the operators" : `use \`${meant}\``,
  },
  SL27: {
    title: "a condition key does not exist",
    says: () => "there is no such condition key",
    remedy: ({ meant }) =>
      meant === undefined ? "the key is never present" : `did you mean \`${meant}\`?`,
  },
  SL28: {
    title: "a condition key is never present for an action",
    says: ({ key, actions }) => `${listed(actions)} never carries ${key}`,
    remedy: () => "put these actions into a statement without this condition",
  },
  SL29: {
    title: "a private address stands in aws:SourceIp",
    says: ({ negated }) =>
      `no request comes from a private address${negated ? ": this always holds" : ": this never matches"}`,
    remedy: () => "use `aws:VpcSourceIp` with `aws:SourceVpc`, or the public address",
  },
  SL30: {
    title: "the id of a VPC or endpoint is malformed",
    says: ({ key }) => `this is no value of ${key}`,
    remedy: ({ form }) => `it looks like \`${form}\``,
  },
  SL31: {
    title: "a condition key has one value only in such a policy",
    says: ({ key }) => `${key} is always the owner's own here`,
    remedy: () => "leave it out; the caller's account is `aws:PrincipalAccount`",
  },
  SL32: {
    title: "ForAllValues is used with a key of one value",
    says: ({ key }) => `${key} has one value; \`ForAllValues\` also holds when it is absent`,
    remedy: ({ right }) => `use \`${right}\``,
  },
  SL33: {
    title: "an Allow uses NotPrincipal",
    says: () => "this allows everyone else, the whole internet included",
    remedy: () => "name those who are allowed, with `Principal`",
  },
  SL34: {
    title: "a Deny spares a role but not its sessions",
    says: () => "the role's sessions are still denied, as only the role is listed",
    remedy: () => "deny everyone, with `ArnNotLike aws:PrincipalArn`",
  },
  SL35: {
    title: "the policy is larger than AWS stores",
    says: ({ size, limit }) => `${size} bytes without white space; the limit is ${limit}`,
    remedy: () => "join statements, and name prefixes instead of single things",
  },
  SL36: {
    title: "something stands twice or is covered by something else",
    says: ({ kind, coveredBy }) =>
      kind === "statement"
        ? `it says the same as statement ${coveredBy}`
        : `\`${coveredBy}\` covers it already`,
    remedy: () => "remove it",
  },
  SL37: {
    title: "an element is empty",
    says: ({ element, matters }) =>
      matters ? `\`${element}\` is empty: AWS refuses this` : `\`${element}\` is empty`,
    remedy: () => "remove it, or fill it in",
  },
  SL38: {
    title: "an SCP or RCP says what it cannot say",
    says: organization,
    remedy: ({ problem }) =>
      problem === "everyAction" ? "name a service: `s3:*`" : "AWS refuses the policy as it stands",
  },
  SL39: {
    title: "data of every bucket is allowed",
    says: ({ actions }) => `${listed(actions)} is allowed on every bucket of every account`,
    remedy: () => "name the buckets",
  },
  SL40: {
    title: "a bucket policy lets others change it",
    says: ({ action }) => `${action} lets them write this policy, and so give themselves anything`,
    remedy: () => "leave out `s3:PutBucketPolicy`",
  },
  SL41: {
    title: "the policy counts as public",
    says: () => "everyone is let in, and no condition says who they are",
    remedy: ({ restricts }) =>
      restricts
        ? "name who is meant; Block Public Access stops all other accounts while this stands"
        : "name who is meant, or add `kms:CallerAccount`",
  },
  SL42: {
    title: "the policy allows more than the reference",
    says: ({ resource }) => `the reference does not allow this on \`${resource}\``,
    remedy: () => "remove it, or add it to the reference",
  },
  SL43: {
    title: "only one of key policy and identity policy allows a key",
    says: ({ action, side }) =>
      side === "identity"
        ? `a key policy grants ${action}, but no statement here allows it`
        : `an identity policy allows ${action}, but this key policy does not`,
    remedy: ({ action }) => `allow \`${action}\` here as well: across accounts both must`,
  },
  SL44: {
    title: "GenerateDataKey is allowed without Decrypt",
    says: () => "multipart uploads also need kms:Decrypt",
    remedy: () => "allow `kms:Decrypt` beside it",
  },
  SL45: {
    title: "the key aws/s3 is used across accounts",
    says: () => "no other account can use `aws/s3`, and no policy can change that",
    remedy: () => "encrypt with a key of your own, or SSE-S3",
  },
  SL46: {
    title: "an endpoint policy allows objects but no listing",
    says: ({ bucket }) => `objects of \`${bucket}\` pass, its listing does not: a sync stops there`,
    remedy: () => "allow `s3:ListBucket` on the bucket",
  },
};
