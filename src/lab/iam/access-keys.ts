import {
  accountOf,
  type QueryCall,
  type QueryOperation,
  requireParameter,
} from "../query/query-call.ts";
import { readChoice } from "../query/validate.ts";
import { makeUserKey } from "../random-ids.ts";
import type { KeyRow, UserRow } from "../state/iam-tables.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { entityArn, findEntity } from "./entity.ts";
import { iamTime } from "./entity-xml.ts";
import { reading, writing } from "./iam-operation.ts";
import { limitExceeded, notFound } from "./iam-refusals.ts";
import { listResult, PAGE_PARAMETERS } from "./list-page.ts";
import type { Subject } from "./subject.ts";
import { named } from "./subjects.ts";
import { keysOf } from "./users.ts";

// IAM and AWS STS quotas: access keys of one user.
const MAX_KEYS = 2;

/** Whose keys a call is about: a user's, or those of the root user who calls. */
interface Holder {
  readonly name: string | undefined;
  readonly caller: KeyRow["caller"];
  readonly keys: readonly KeyRow[];
}

function holderOf(call: QueryCall): Holder {
  const { caller } = call.identity;
  if (caller.kind === "root" && !call.form.has("UserName")) {
    const keys = Array.from(call.lab.iam.keys.range(), ({ value }) => value).filter(
      (key) => key.caller.kind === "root" && key.caller.account === caller.account,
    );
    return { name: undefined, caller, keys: keys.filter(isLasting) };
  }
  const user = findEntity(call, "user");
  return {
    name: user.name,
    caller: userCaller(call, user),
    keys: keysOf(call, user).filter(isLasting),
  };
}

function userCaller(call: QueryCall, user: UserRow): KeyRow["caller"] {
  const account = accountOf(call);
  return { kind: "user", account, arn: entityArn(account, "user", user), userId: user.id };
}

function isLasting({ credentials }: KeyRow): boolean {
  return credentials.sessionToken === undefined;
}

const HOLDER: Subject = {
  ...named("user"),
  locate(call) {
    const { caller } = call.identity;
    if (caller.kind === "root" && !call.form.has("UserName")) return { arn: caller.arn };
    return named("user").locate(call);
  },
};

const createAccessKey = writing({
  name: "CreateAccessKey",
  on: HOLDER,
  run(call) {
    const { name, caller, keys } = holderOf(call);
    if (keys.length >= MAX_KEYS) {
      throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${MAX_KEYS}`);
    }
    const credentials = makeUserKey(call.lab.random);
    const key: KeyRow = { credentials, caller, issuedMs: call.lab.now() };
    call.lab.iam.keys.put([credentials.accessKeyId], key);
    return wrap(
      "AccessKey",
      element("UserName", name) +
        element("AccessKeyId", credentials.accessKeyId) +
        element("Status", "Active") +
        element("SecretAccessKey", credentials.secretAccessKey) +
        element("CreateDate", iamTime(key.issuedMs)),
    );
  },
});

const listAccessKeys = reading({
  name: "ListAccessKeys",
  on: HOLDER,
  parameters: PAGE_PARAMETERS,
  run(call) {
    const { name, keys } = holderOf(call);
    const items = keys.map(({ credentials, issuedMs, isInactive = false }) => ({
      key: credentials.accessKeyId,
      xml: wrap(
        "member",
        element("UserName", name) +
          element("AccessKeyId", credentials.accessKeyId) +
          element("Status", isInactive ? "Inactive" : "Active") +
          element("CreateDate", iamTime(issuedMs)),
      ),
    }));
    return listResult(call, "AccessKeyMetadata", items);
  },
});

function findKey(call: QueryCall): KeyRow {
  const id = requireParameter(call, "AccessKeyId");
  const key = holderOf(call).keys.find(({ credentials }) => credentials.accessKeyId === id);
  if (key === undefined) throw notFound(`The Access Key with id ${id} cannot be found.`);
  return key;
}

const updateAccessKey = writing({
  name: "UpdateAccessKey",
  on: HOLDER,
  parameters: ["AccessKeyId", "Status"],
  run(call) {
    const { isInactive = false, ...key } = findKey(call);
    const wanted = requireParameter(call, "Status");
    const status = readChoice(wanted, "status", ["Active", "Inactive"]);
    if ((status === "Inactive") === isInactive) return undefined;
    call.lab.iam.keys.put([key.credentials.accessKeyId], {
      ...key,
      ...(status === "Inactive" && { isInactive: true }),
    });
    return undefined;
  },
});

const deleteAccessKey = writing({
  name: "DeleteAccessKey",
  on: HOLDER,
  parameters: ["AccessKeyId"],
  run(call) {
    call.lab.iam.keys.delete([findKey(call).credentials.accessKeyId]);
    return undefined;
  },
});

const getAccessKeyLastUsed = reading({
  name: "GetAccessKeyLastUsed",
  on: {
    type: "user",
    parameters: ["AccessKeyId"],
    locate: (call) => ({ arn: ownerOf(call)?.arn ?? "*" }),
  },
  run(call) {
    const id = requireParameter(call, "AccessKeyId");
    const owner = ownerOf(call);
    if (owner === undefined) throw notFound(`The Access Key with id ${id} cannot be found.`);
    const use = call.lab.keyUse.get(id);
    return (
      element("UserName", owner.name) +
      wrap(
        "AccessKeyLastUsed",
        element("LastUsedDate", use && iamTime(use.usedMs)) +
          element("ServiceName", use?.service ?? "N/A") +
          element("Region", use?.region ?? "N/A"),
      )
    );
  },
});

interface Owner {
  readonly arn: string;
  readonly name: string | undefined;
}

function ownerOf(call: QueryCall): Owner | undefined {
  const key = call.lab.iam.keys.get([requireParameter(call, "AccessKeyId")]);
  if (key === undefined || !isLasting(key)) return undefined;
  const { caller } = key;
  if (caller.kind === "root") return { arn: caller.arn, name: undefined };
  if (caller.kind !== "user" || caller.account !== accountOf(call)) return undefined;
  return { arn: caller.arn, name: caller.arn.slice(caller.arn.lastIndexOf("/") + 1) };
}

/** Access keys of users, and of the root user. */
export const KEY_OPERATIONS: readonly QueryOperation[] = [
  createAccessKey,
  listAccessKeys,
  updateAccessKey,
  deleteAccessKey,
  getAccessKeyLastUsed,
];
