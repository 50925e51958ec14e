import type { Actor, WrongFix } from "../../../app/index.ts";
import type { ExplainWords } from "../catalogue.ts";

export const explain: ExplainWords = {
  nothingFound: (lines) =>
    `there is no refusal by AWS in ${lines === 1 ? "this line" : `these ${lines} lines`}: no error code and no sentence of AWS, no output of a tool that holds one, no event of CloudTrail with an \`errorCode\`, no failed line of a server access log; paste the lines that the failing tool printed`,
  times: (count) => (count === 1 ? "" : ` (${count} times)`),
  actor,
  wrongFix,
  labels: {
    means: "means         ",
    who: "who must act  ",
    causes: "likely causes ",
    hides: "it hides      ",
    avoid: "does not help ",
    fix: "fix           ",
    keys: "for example   ",
    decoded: "decoded       ",
    details: "details       ",
    next: "next          ",
  },
  allowInBucketPolicy: (roleName) =>
    `${
      roleName === undefined
        ? "allow the caller in the bucket policy"
        : `allow the role in the bucket policy by its full ARN, which \`aws iam get-role --role-name ${roleName} --query Role.Arn\` gives`
    }; \`sluice grant SOURCE DESTINATION\` writes and proves it`,
  decode: (command) => `\`${command}\` decodes it, for who may sts:DecodeAuthorizationMessage`,
  notDecoded: (refusal) => `the encoded message was not decoded: ${refusal}`,
  matchedStatement: ({ sid, effect, actions, resources, conditions }) =>
    `statement ${sid === "" ? "without a Sid" : `\`${sid}\``}: ${effect} ${actions} on ${resources}${conditions === "" ? "" : ` if ${conditions}`}`,
  noStatement: (isExplicit) =>
    isExplicit
      ? "an explicit deny; AWS names no statement"
      : "no statement matched: nothing allows it",
  failure: (failure) => `could not be evaluated: ${failure}`,
  askForDetails: (id) =>
    `IAM tells the policies behind it for authorization id ${id} (iam:GetRequestAuthorizationDetails); of a lab's request, \`sluice explain ${id}\``,
  next: "`sluice check SOURCE DESTINATION` finds which of them it is",
};

/** Each with the account in brackets, where it is known. */
const actors: Readonly<Record<Actor["who"], (known: string) => string>> = {
  caller: (known) => `you, who ran the command${known}`,
  callersAccount: (known) => `the administrators of the caller's account${known}`,
  bucketOwner: (known) => `the account that owns the bucket${known}`,
  keyOwner: (known) => `the account that owns the KMS key${known}`,
  callersOrganization: (known) => `the administrators of the caller's organization${known}`,
  ownersOrganization: (known) => `the administrators of the bucket owner's organization${known}`,
  networkOwner: () => "whoever runs the VPC endpoint",
  roleOwner: (known) => `the account that owns the role${known}`,
  awsSupport: () => "AWS Support",
  eitherSide: () => "either side: the text does not tell",
};

function actor({ who, account }: Actor): string {
  return actors[who](account === "unknown" ? "" : ` (account ${account})`);
}

function wrongFix({ code, value }: WrongFix): string {
  switch (code) {
    case "session-arn-as-principal":
      return `${value} as principal: it covers that one session name only`;
    case "role-arn-without-path":
      return `${value} as principal: without its path S3 answers \`Invalid principal in policy\``;
    case "list-on-objects":
      return `allowing the listing on ${value}: it is asked for on the bucket itself`;
    case "objects-on-bucket":
      return `allowing object actions on ${value}: they are asked for on the objects, \`/*\``;
    case "operation-as-action":
      return `allowing ${value}: there is no such action`;
    case "allow-against-deny":
      return `another Allow for ${value}: a Deny always wins`;
    case "administrator-in-other-account":
      return `${value} in the caller's own account: it ends at the account's border`;
    case "public-bucket":
      return `principal \`${value}\`: it opens the bucket to everyone, and Block Public Access refuses it`;
  }
}
