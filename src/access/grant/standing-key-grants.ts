import { parseArn } from "../../aws/index.ts";
import type { Facts } from "../facts/facts.ts";
import { knownKeys } from "../facts/known-keys.ts";
import type { GrantedDocument } from "./grant-proposal.ts";
import { keyGrantText } from "./key-grant-text.ts";

/** A grant of KMS that has a name, as it stands. */
export interface StandingKeyGrant {
  readonly account: string;
  readonly document: Extract<GrantedDocument, { readonly kind: "keyGrant" }>;
  readonly text: string;
}

/** Every such grant that could be read. */
export function standingKeyGrants(facts: Facts): readonly StandingKeyGrant[] {
  return [...knownKeys(facts).values()].flatMap(({ arn: key, grants }) =>
    (grants === "unreadable" ? [] : grants).flatMap((grant) => {
      const { name } = grant;
      if (name === undefined) return [];
      const document = { kind: "keyGrant", key, name } as const;
      const account = parseArn(key)?.account ?? "unknown";
      return [{ account, document, text: keyGrantText(grant) }];
    }),
  );
}
