import { conditionKeys } from "./condition-keys.generated.ts";

/** What a key's value is (Service Authorization Reference; IAM User Guide, global condition keys). */
export type KeyType = "string" | "arn" | "ip" | "bool" | "date" | "numeric";

/** A condition key that AWS knows. */
export interface KeyFacts {
  /** In AWS's spelling; a key that ends in `/` or `:` goes on with a name of the policy's choice. */
  readonly name: string;
  readonly type: KeyType;
  readonly isMultivalued: boolean;
}

/** The services whose keys are all known here. */
const SERVICES = ["s3", "kms", "sts", "iam"];

const TYPES: Readonly<Record<string, KeyType>> = {
  ARN: "arn",
  Bool: "bool",
  Date: "date",
  IPAddress: "ip",
  Numeric: "numeric",
  String: "string",
};

const known: ReadonlyMap<string, KeyFacts> = new Map(
  Object.entries(conditionKeys).flatMap(([written, names]) => {
    const isMultivalued = written.startsWith("ArrayOf");
    const type = TYPES[written.replace(/^ArrayOf/, "")];
    if (type === undefined) throw new Error(`unknown type of condition keys \`${written}\``);
    return names
      .split(" ")
      .map((name): [string, KeyFacts] => [keyStem(name), { name, type, isMultivalued }]);
  }),
);

/** A key by its name in any case, with or without what follows its slash. */
export function findConditionKey(key: string): KeyFacts | undefined {
  return known.get(keyStem(key));
}

/** The names of all keys that AWS knows, in its spelling. */
export function conditionKeyNames(): readonly string[] {
  return [...known.values()].map(({ name }) => name);
}

/** Whether all keys of this one's prefix are known here, so that an unknown one does not exist. */
export function isKeyOfKnownService(key: string): boolean {
  const prefix = key.slice(0, Math.max(key.indexOf(":"), 0)).toLowerCase();
  return prefix === "aws" || SERVICES.includes(prefix);
}

/** A key in lower case without the part that the policy chooses: `s3:existingobjecttag/`. */
export function keyStem(key: string): string {
  const lower = key.toLowerCase();
  if (lower.startsWith("kms:encryptioncontext:")) return "kms:encryptioncontext:";
  const slash = lower.indexOf("/");
  return slash < 0 ? lower : lower.slice(0, slash + 1);
}
