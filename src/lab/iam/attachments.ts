import { type QueryCall, type QueryOperation, requireParameter } from "../query/query-call.ts";
import type { UserRow } from "../state/iam-tables.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { BOUNDARY, POLICY_ARN } from "./condition-keys.ts";
import { ENTITIES, entitiesOf, findChangeable, findEntity, putEntity } from "./entity.ts";
import type { HolderKind } from "./entity-policies.ts";
import { findAttachable, lookUpPolicy } from "./find-policy.ts";
import { limitExceeded, notFound } from "./iam-refusals.ts";
import { reading, writing } from "./iam-operation.ts";
import { listResult, PAGE_PARAMETERS } from "./list-page.ts";
import { named } from "./subjects.ts";

// IAM and AWS STS quotas: managed policies attached to one user, role or group.
const MAX_ATTACHED = 10;

/** The three operations on the managed policies of one kind of holder. */
export function attachmentOperations(kind: HolderKind): readonly QueryOperation[] {
  const { noun } = ENTITIES[kind];
  const on = named(kind);
  const keys = kind === "group" ? [POLICY_ARN] : [POLICY_ARN, BOUNDARY];
  return [
    reading({
      name: `ListAttached${noun}Policies`,
      on,
      parameters: ["PathPrefix", ...PAGE_PARAMETERS],
      run(call) {
        const prefix = call.form.get("PathPrefix") ?? "/";
        const items = attachedTo(call, findEntity(call, kind))
          .filter(({ path }) => path.startsWith(prefix))
          .map(({ arn, name }) => ({ key: arn, xml: wrap("member", attachedElements(name, arn)) }));
        return listResult(call, "AttachedPolicies", items);
      },
    }),
    writing({
      name: `Attach${noun}Policy`,
      on,
      parameters: ["PolicyArn"],
      keys,
      run(call) {
        const holder = findChangeable(call, kind);
        const { arn } = findAttachable(call, requireParameter(call, "PolicyArn"));
        if (holder.managed.includes(arn)) return undefined;
        if (holder.managed.length >= MAX_ATTACHED) {
          throw limitExceeded(`Cannot exceed quota for PoliciesPer${noun}: ${MAX_ATTACHED}`);
        }
        putEntity(call, kind, { ...holder, managed: [...holder.managed, arn] });
        return undefined;
      },
    }),
    writing({
      name: `Detach${noun}Policy`,
      on,
      parameters: ["PolicyArn"],
      keys,
      run(call) {
        const holder = findChangeable(call, kind);
        const arn = requireParameter(call, "PolicyArn");
        if (!holder.managed.includes(arn)) throw notFound(`Policy ${arn} was not found.`);
        const managed = holder.managed.filter((attached) => attached !== arn);
        putEntity(call, kind, { ...holder, managed });
        return undefined;
      },
    }),
  ];
}

/** The name and ARN of an attached policy. */
export function attachedElements(name: string, arn: string): string {
  return element("PolicyName", name) + element("PolicyArn", arn);
}

/** The managed policies of a holder, in the order of attachment. */
export function attachedTo(
  call: QueryCall,
  { managed }: Pick<UserRow, "managed">,
): readonly { readonly arn: string; readonly name: string; readonly path: string }[] {
  return managed.flatMap((arn) => lookUpPolicy(call, arn) ?? []);
}

/** Who uses a managed policy, and as what. */
export interface PolicyUser {
  readonly kind: HolderKind;
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly usage: "PermissionsPolicy" | "PermissionsBoundary";
}

const HOLDERS: readonly HolderKind[] = ["group", "role", "user"];

/** Everyone in the caller's account who uses each managed policy, by its ARN. */
export function policyUsers(call: QueryCall): ReadonlyMap<string, readonly PolicyUser[]> {
  const users = new Map<string, PolicyUser[]>();
  const note = (arn: string, user: PolicyUser): void => {
    users.set(arn, [...(users.get(arn) ?? []), user]);
  };
  for (const kind of HOLDERS) {
    for (const row of entitiesOf(call, kind)) {
      const { name, id, path } = row;
      for (const arn of row.managed)
        note(arn, { kind, name, id, path, usage: "PermissionsPolicy" });
      const boundary = "boundary" in row ? row.boundary : undefined;
      if (boundary !== undefined) {
        note(boundary, { kind, name, id, path, usage: "PermissionsBoundary" });
      }
    }
  }
  return users;
}

/** The key under which somebody stands in a list of mixed kinds. */
export function userKey({ kind, name, usage }: PolicyUser): string {
  return `${kind}/${name}/${usage}`;
}
