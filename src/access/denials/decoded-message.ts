import { type Fields, fieldsIn, isFields, listIn, textIn } from "./json-fields.ts";

/** A condition key, and its values in the request or in a statement. */
interface DecodedCondition {
  readonly key: string;
  readonly values: readonly string[];
}

/** A statement that bore on a denial. */
interface DecodedStatement {
  /** Empty where it has none. */
  readonly sid: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly DecodedCondition[];
}

/** What `sts:DecodeAuthorizationMessage` tells of a denial beside who asked for what. */
export interface DecodedMessage {
  readonly explicitDeny: boolean;
  readonly matchedStatements: readonly DecodedStatement[];
  /** What could not be evaluated, as JSON: AWS documents no form for it. */
  readonly failures: readonly string[];
  /** The condition keys of the request. */
  readonly context: readonly DecodedCondition[];
}

/** Whether JSON is a decoded message (IAM User Guide, Use DecodeAuthorizationMessage with a CLI). */
export function isDecodedMessage(value: unknown): value is Fields {
  return (
    isFields(value) && typeof value["explicitDeny"] === "boolean" && isFields(value["context"])
  );
}

/** The parts of a decoded message. */
export function decodedMessage(decoded: Fields): DecodedMessage {
  return {
    explicitDeny: decoded["explicitDeny"] === true,
    matchedStatements: itemsIn(decoded, "matchedStatements").map((statement) => ({
      sid: textIn(statement, "statementId") ?? "",
      effect: textIn(statement, "effect") ?? "",
      actions: valuesIn(statement, "actions"),
      resources: valuesIn(statement, "resources"),
      conditions: conditionsIn(statement),
    })),
    failures: itemsIn(decoded, "failures").map((failure) => JSON.stringify(failure)),
    context: conditionsIn(fieldsIn(decoded, "context")),
  };
}

function conditionsIn(fields: Fields): readonly DecodedCondition[] {
  return itemsIn(fields, "conditions").map((condition) => ({
    key: textIn(condition, "key") ?? "",
    values: valuesIn(condition, "values"),
  }));
}

function itemsIn(fields: Fields, name: string): readonly Fields[] {
  return listIn(fieldsIn(fields, name), "items");
}

function valuesIn(fields: Fields, name: string): readonly string[] {
  return itemsIn(fields, name).flatMap((item) => textIn(item, "value") ?? []);
}
