import { type QueryCall, type QueryOperation } from "../query/query-call.ts";
import { readList } from "../query/read-list.ts";
import type { Pairs } from "../state/stored-object.ts";
import { REQUEST_TAGS, TAG_KEYS } from "./condition-keys.ts";
import { ENTITIES, findChangeable, findEntity, putEntity } from "./entity.ts";
import { tagMembers } from "./entity-xml.ts";
import { reading, writing } from "./iam-operation.ts";
import { listResult, PAGE_PARAMETERS } from "./list-page.ts";
import { findOwnPolicy, putPolicy } from "./own-policy.ts";
import { findProvider, putProvider } from "./find-provider.ts";
import { addTags, readTags, withoutTags } from "./read-tags.ts";
import type { Subject } from "./subject.ts";
import { namedByArn, POLICY, PROVIDER } from "./subjects.ts";

/** Something that can be tagged. */
interface Taggable {
  readonly noun: string;
  readonly on: Subject;
  /** Refuses what must not be changed, when it is read for a change. */
  readonly read: (call: QueryCall, isChange: boolean) => Pairs;
  readonly put: (call: QueryCall, tags: Pairs) => void;
}

function taggableEntity(kind: "user" | "role" | "instance-profile"): Taggable {
  return {
    noun: ENTITIES[kind].noun,
    on: namedByArn(kind),
    read: (call, isChange) =>
      (isChange ? findChangeable(call, kind) : findEntity(call, kind)).tags ?? [],
    put(call, tags) {
      putEntity(call, kind, { ...findChangeable(call, kind), tags });
    },
  };
}

const policy: Taggable = {
  noun: "Policy",
  on: POLICY,
  read: (call) => findOwnPolicy(call).tags ?? [],
  put(call, tags) {
    putPolicy(call, { ...findOwnPolicy(call), tags });
  },
};

const provider: Taggable = {
  noun: "OpenIDConnectProvider",
  on: PROVIDER,
  read: (call) => findProvider(call).tags ?? [],
  put(call, tags) {
    putProvider(call, { ...findProvider(call), tags });
  },
};

function tagOperations({ noun, on, read, put }: Taggable): readonly QueryOperation[] {
  return [
    writing({
      name: `Tag${noun}`,
      on,
      parameters: ["Tags"],
      keys: [REQUEST_TAGS],
      run(call) {
        put(call, addTags(read(call, true), readTags(call)));
        return undefined;
      },
    }),
    writing({
      name: `Untag${noun}`,
      on,
      parameters: ["TagKeys"],
      keys: [TAG_KEYS],
      run(call) {
        put(call, withoutTags(read(call, true), readList(call, "TagKeys")));
        return undefined;
      },
    }),
    reading({
      name: `List${noun}Tags`,
      on,
      parameters: PAGE_PARAMETERS,
      run(call) {
        const items = read(call, false).map((tag) => ({ key: tag[0], xml: tagMembers([tag]) }));
        return listResult(call, "Tags", items);
      },
    }),
  ];
}

/** Tags of all that IAM keeps. */
export const TAG_OPERATIONS: readonly QueryOperation[] = [
  ...(["user", "role", "instance-profile"] as const).flatMap((kind) =>
    tagOperations(taggableEntity(kind)),
  ),
  ...tagOperations(policy),
  ...tagOperations(provider),
];
