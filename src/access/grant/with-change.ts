import { accountCaller } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import type { GrantedDocument } from "./grant-proposal.ts";
import { endpointDocument } from "./endpoint-document.ts";
import { identityDocument } from "./identity-document.ts";
import { withDocument } from "./with-document.ts";

/** What becomes of one document. */
export interface DocumentChange {
  readonly account: string;
  readonly document: GrantedDocument;
  /** Undefined when it is deleted. */
  readonly after: string | undefined;
}

/** The facts of one identity once another's change is made, where it bears on both. */
export function withChange(facts: Facts, { account, after, document }: DocumentChange): Facts {
  return isShared(document, account, facts) ? withDocument(facts, document, after) : facts;
}

/** An inline policy is both identities' where both are sessions of one role; an endpoint where both go by it. */
function isShared(document: GrantedDocument, account: string, facts: Facts): boolean {
  if ("policyName" in document) {
    return isOwn(document, facts) && accountCaller(facts.caller)?.account === account;
  }
  switch (document.kind) {
    case "bucketPolicy":
    case "accessPointPolicy":
    case "keyPolicy":
    case "keyGrant":
      return true;
    case "vpcEndpointPolicy":
      return endpointDocument(facts)?.endpoint === document.endpoint;
    case "trustPolicy":
      return facts.trust?.roleArn === document.role;
  }
}

function isOwn({ kind, name }: Pick<InlineDocument, "kind" | "name">, facts: Facts): boolean {
  const own = identityDocument(facts);
  return own?.kind === kind && own.name === name;
}

type InlineDocument = NonNullable<ReturnType<typeof identityDocument>>;
