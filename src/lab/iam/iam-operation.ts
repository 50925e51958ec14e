import type { Permission } from "../authorize.ts";
import {
  accountOf,
  type QueryCall,
  type QueryOperation,
  type StatedAccess,
} from "../query/query-call.ts";
import type { ConditionKey } from "./condition-keys.ts";
import type { Located, Subject } from "./subject.ts";

/** A permission that an operation takes in some cases only. */
export interface FurtherAccess {
  /** Absent where it is the operation's own. */
  readonly stated?: StatedAccess;
  permissions(call: QueryCall): readonly Permission[];
}

interface WrittenOperation {
  readonly name: string;
  readonly on: Subject;
  readonly parameters?: readonly string[];
  readonly keys?: readonly ConditionKey[];
  readonly also?: readonly FurtherAccess[];
  readonly run: QueryOperation["run"];
}

/** An operation of IAM that only reads; its action has its name. */
export function reading(written: WrittenOperation): QueryOperation {
  const { name, on, parameters = [], keys = [], also = [], run } = written;
  const action = `iam:${name}`;
  return {
    name,
    parameters: [...on.parameters, ...parameters],
    access: [
      {
        action,
        resourceTypes: on.type === undefined ? [] : [on.type],
        conditionKeys: keys.flatMap(({ names }) => names),
      },
      ...also.flatMap(({ stated }) => stated ?? []),
    ],
    permissions: (call) => [
      permissionOn(call, { action, located: on.locate(call), keys }),
      ...also.flatMap((each) => each.permissions(call)),
    ],
    run,
  };
}

/** An operation of IAM that changes something. */
export function writing(written: WrittenOperation): QueryOperation {
  return { ...reading(written), writes: true };
}

interface Asked {
  readonly action: string;
  readonly located: Located;
  readonly keys?: readonly ConditionKey[];
}

/** The permission for an action on something of the caller's account. */
export function permissionOn(call: QueryCall, { action, located, keys = [] }: Asked): Permission {
  const { arn, text, tags = [] } = located;
  const context = keys.flatMap((key) => key.read(call, located));
  const tagged = tags.flatMap(([key, value]): readonly (readonly [string, string])[] => [
    [`aws:resourcetag/${key.toLowerCase()}`, value],
    [`iam:resourcetag/${key.toLowerCase()}`, value],
  ]);
  return {
    action,
    resource: arn,
    resourceAccount: accountOf(call),
    resourcePolicies: [],
    ...(text !== undefined && { resourceText: text }),
    context: Object.fromEntries([...tagged, ...context]),
  };
}
