import type { Denial } from "./denial.ts";

type Authorization = Pick<
  Denial,
  "principal" | "action" | "resource" | "authorizationId" | "encodedMessage"
>;

const refused = " is not authorized to perform: ";
// S3 quotes the resource, other services do not; some pages leave it out. Placeholders have angle brackets.
const asked =
  /^([\w-]+:[\w*]+)(?: on (?:the )?resource:? (?:"([^"]*)"|((?:<[^/<>\s][^<>\s]*>|[^\s"'`<>\\])+)))?/;
// What STS says of web identities and SAML, and the S3 console of itself.
const actionAlone =
  /Not authorized to perform (sts:\w+)|updated your permissions to allow the ([\w-]+:\w+) action/;
// IAM User Guide, Troubleshoot access denied with an authorization ID.
const authorizationId =
  /with the following authorization id: ([\w-]+)|#\/authorization-details\/([\w-]+)/;
const encodedMessage = /Encoded authorization failure message: ([\w=-]{20,})/;

/** Reads who was refused what, on what, as AWS's sentence has it. */
export function readAuthorization(record: string): Authorization {
  const [, id, idOfLink] = authorizationId.exec(record) ?? [];
  const told = id ?? idOfLink;
  const encoded = encodedMessage.exec(record)?.[1];
  return {
    ...sentence(record),
    ...(told !== undefined && { authorizationId: told }),
    ...(encoded !== undefined && { encodedMessage: encoded }),
  };
}

function sentence(record: string): Pick<Authorization, "principal" | "action" | "resource"> {
  const at = record.indexOf(refused);
  if (at < 0) {
    const [, ofSts, ofConsole] = actionAlone.exec(record) ?? [];
    const action = ofSts ?? ofConsole;
    return action === undefined ? {} : { action };
  }
  const who = record.slice(record.lastIndexOf(" ", at - 1) + 1, at).replace(/^["'`(]+/, "");
  const [, action, quoted, bare] = asked.exec(record.slice(at + refused.length)) ?? [];
  const resource = quoted ?? bare?.replace(/[.,;)]+$/, "");
  return {
    ...(/^arn:|^anonymous$/.test(who) && { principal: who }),
    ...(action !== undefined && { action }),
    // `on resource: because no …`: the resource was cut out of the text.
    ...(resource !== undefined && /^arn:|^\*$/.test(resource) && { resource }),
  };
}
