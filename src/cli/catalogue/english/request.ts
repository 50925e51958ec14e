import type { OpenQuestion } from "../../../app/index.ts";
import type { RequestWords } from "../request-words.ts";

export const request: RequestWords = {
  wrote: ({ path, questions }) =>
    `${questions === 1 ? "1 question is" : `${questions} questions are`} written to ${path}, which holds names and ARNs, and no secrets:`,
  question: (question) =>
    question.why.en === "" ? subject(question) : `${subject(question)} (${question.why.en})`,
  whoKnows: ({ account, of, what }) =>
    account !== undefined
      ? `account ${account} can tell`
      : what === "serviceControl" || what === "resourceControl"
        ? "the management account of the organization can tell"
        : `the account that owns bucket ${of} can tell`,
  send: (command) => `send the file to who can tell; there: ${command}`,
  handBack: (command) => `when it is back: ${command}`,
  nothingOpen: "nothing is open that others could tell: no request is written",
  answeredAs: (arn) => `answered as ${arn}:`,
  answered: ({ told, refused, path }) =>
    `${path} now holds ${told === 1 ? "1 answer" : `${told} answers`}${refused > 0 ? `, ${refused} refused` : ""}: policies and settings as they are listed, and no secrets; send it back, for`,
};

function subject({ what, of }: OpenQuestion): string {
  switch (what) {
    case "identityPolicies":
      return `the caller's own policies in account ${of}`;
    case "boundary":
      return `the caller's permissions boundary in account ${of}`;
    case "serviceControl":
      return `the service control policies over account ${of}`;
    case "accessPoint":
      return `access point ${of}: its bucket, its policy and where it may be used from`;
    case "bucketPolicy":
      return `the owner and the policy of bucket ${of}`;
    case "bucketSettings":
      return `the settings of bucket ${of}`;
    case "encryption":
      return `the encryption of bucket ${of} and its key`;
    case "resourceControl":
      return `the resource control policies over bucket ${of}`;
  }
}
