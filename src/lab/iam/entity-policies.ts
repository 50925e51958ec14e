import { type QueryCall, type QueryOperation, requireParameter } from "../query/query-call.ts";
import type { UserRow } from "../state/iam-tables.ts";
import { element } from "../xml/write-xml.ts";
import { BOUNDARY } from "./condition-keys.ts";
import { ENTITIES, findChangeable, findEntity, putEntity } from "./entity.ts";
import { notFound } from "./iam-refusals.ts";
import { reading, writing } from "./iam-operation.ts";
import { listResult, PAGE_PARAMETERS } from "./list-page.ts";
import { readNewName } from "./read-names.ts";
import { requirePolicy } from "../require-policy.ts";
import { named } from "./subjects.ts";

/** What can have policies. */
export type HolderKind = "user" | "role" | "group";

/** The four operations on inline policies of one kind of holder. */
export function inlinePolicyOperations(kind: HolderKind): readonly QueryOperation[] {
  const { noun, parameter } = ENTITIES[kind];
  const on = named(kind);
  const keys = kind === "group" ? [] : [BOUNDARY];
  return [
    reading({
      name: `List${noun}Policies`,
      on,
      parameters: PAGE_PARAMETERS,
      run(call) {
        const items = findEntity(call, kind).inline.map(({ name }) => ({
          key: name,
          xml: element("member", name),
        }));
        return listResult(call, "PolicyNames", items);
      },
    }),
    reading({
      name: `Get${noun}Policy`,
      on,
      parameters: ["PolicyName"],
      run(call) {
        const holder = findEntity(call, kind);
        const { name, text } = findInline(call, kind, holder);
        return (
          element(parameter, holder.name) +
          element("PolicyName", name) +
          element("PolicyDocument", encodeURIComponent(text))
        );
      },
    }),
    writing({
      name: `Put${noun}Policy`,
      on,
      parameters: ["PolicyName", "PolicyDocument"],
      keys,
      run(call) {
        putInline(call, kind);
        return undefined;
      },
    }),
    writing({
      name: `Delete${noun}Policy`,
      on,
      parameters: ["PolicyName"],
      keys,
      run(call) {
        const holder = findChangeable(call, kind);
        const gone = findInline(call, kind, holder);
        const inline = holder.inline.filter(({ name }) => name !== gone.name);
        putEntity(call, kind, { ...holder, inline });
        return undefined;
      },
    }),
  ];
}

// IAM and AWS STS quotas, Name requirements.
const MAX_NAME = 128;

function putInline(call: QueryCall, kind: HolderKind): void {
  const holder = findChangeable(call, kind);
  const name = readNewName(call, "PolicyName", MAX_NAME);
  const text = requireParameter(call, "PolicyDocument");
  const others = holder.inline.filter((policy) => policy.name !== name);
  requirePolicy(text, {
    kind: "inline",
    of: kind,
    name: holder.name,
    others: others.map((policy) => policy.text),
  });
  const inline = [...others, { name, text }].sort((a, b) => (a.name < b.name ? -1 : 1));
  putEntity(call, kind, { ...holder, inline });
}

function findInline(
  call: QueryCall,
  kind: HolderKind,
  { inline }: Pick<UserRow, "inline">,
): UserRow["inline"][number] {
  const wanted = requireParameter(call, "PolicyName");
  const policy = inline.find(({ name }) => name === wanted);
  if (policy !== undefined) return policy;
  throw notFound(`The ${kind} policy with name ${wanted} cannot be found.`);
}
