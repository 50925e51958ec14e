import type { QueryCall } from "../query/query-call.ts";
import { readList } from "../query/read-list.ts";
import type { Located } from "./subject.ts";
import { readTags } from "./read-tags.ts";

type Entries = readonly (readonly [key: string, value: string | readonly string[]])[];

/** A condition key of IAM's own, and how a request comes to carry it. */
export interface ConditionKey {
  /** As the Service Authorization Reference writes it. */
  readonly names: readonly string[];
  read(call: QueryCall, located: Located): Entries;
}

/** The managed policy that is attached or detached. */
export const POLICY_ARN: ConditionKey = {
  names: ["iam:PolicyARN"],
  read({ form }) {
    const arn = form.get("PolicyArn");
    return arn === undefined ? [] : [["iam:policyarn", arn]];
  },
};

/** The boundary that a call sets, or else the one that is set. */
export const BOUNDARY: ConditionKey = {
  names: ["iam:PermissionsBoundary"],
  read({ form }, { boundary }) {
    const arn = form.get("PermissionsBoundary") ?? boundary;
    return arn === undefined ? [] : [["iam:permissionsboundary", arn]];
  },
};

/** The tags that a call puts on something. */
export const REQUEST_TAGS: ConditionKey = {
  names: ["aws:RequestTag/${TagKey}", "aws:TagKeys"],
  read(call) {
    const tags = readTags(call);
    if (tags.length === 0) return [];
    return [
      ...tags.map(([key, value]) => [`aws:requesttag/${key.toLowerCase()}`, value] as const),
      ["aws:tagkeys", tags.map(([key]) => key)],
    ];
  },
};

/** The keys of the tags that a call takes off something. */
export const TAG_KEYS: ConditionKey = {
  names: ["aws:TagKeys"],
  read(call) {
    const keys = readList(call, "TagKeys");
    return keys.length === 0 ? [] : [["aws:tagkeys", keys]];
  },
};
