import { type QueryOperation, requireParameter } from "../query/query-call.ts";
import { BOUNDARY } from "./condition-keys.ts";
import { ENTITIES, findChangeable, putEntity } from "./entity.ts";
import { findAttachable } from "./find-policy.ts";
import { writing } from "./iam-operation.ts";
import { notFound } from "./iam-refusals.ts";
import { named } from "./subjects.ts";

/** The two operations on permissions boundaries, for users or for roles. */
export function boundaryOperations(kind: "user" | "role"): readonly QueryOperation[] {
  const { noun } = ENTITIES[kind];
  const on = named(kind);
  return [
    writing({
      name: `Put${noun}PermissionsBoundary`,
      on,
      parameters: ["PermissionsBoundary"],
      keys: [BOUNDARY],
      run(call) {
        const holder = findChangeable(call, kind);
        const { arn } = findAttachable(call, requireParameter(call, "PermissionsBoundary"));
        putEntity(call, kind, { ...holder, boundary: arn });
        return undefined;
      },
    }),
    writing({
      name: `Delete${noun}PermissionsBoundary`,
      on,
      keys: [BOUNDARY],
      run(call) {
        const { boundary, ...holder } = findChangeable(call, kind);
        if (boundary === undefined) {
          throw notFound(`${noun} ${holder.name} does not have a permission boundary`);
        }
        putEntity(call, kind, holder);
        return undefined;
      },
    }),
  ];
}
