import { findRow } from "../json/find-row.ts";
import type { JsonCall, JsonOperation, StatedAccess } from "../json/json-call.ts";
import { type JsonObject, requireText, textOf } from "../json/json-input.ts";
import { failedConstraint, jsonRefusal, validationException } from "../json/json-refusal.ts";
import { requireAnything } from "../json/require-access.ts";
import { findKey, readKeyId } from "./find-key.ts";
import { requireAliasAccess, requireKey } from "./key-access.ts";
import { seconds } from "../json/seconds.ts";
import { callerAccount, requireState } from "./key-operation.ts";
import { aliasNotFound, keyNotFound } from "./key-refusals.ts";
import { kmsPage, PAGE_MEMBERS } from "./kms-page.ts";
import type { KmsAlias, KmsKey } from "./kms-tables.ts";

function statedFor(name: string): StatedAccess {
  return {
    action: `kms:${name}`,
    resourceTypes: ["alias", "key"],
    conditionKeys: ["kms:CallerAccount"],
  };
}

const create = statedFor("CreateAlias");
const update = statedFor("UpdateAlias");
const remove = statedFor("DeleteAlias");
const list: StatedAccess = { action: "kms:ListAliases", resourceTypes: [], conditionKeys: [] };

const createAlias: JsonOperation = {
  name: "CreateAlias",
  members: ["AliasName", "TargetKeyId"],
  access: [create],
  writes: true,
  run(call) {
    const name = readAliasName(call.input);
    const key = requireAliasTarget(call, create, name);
    if (findAlias(call, name) !== undefined) {
      throw jsonRefusal(
        "AlreadyExistsException",
        `An alias with the name ${aliasArn(call, name)} already exists`,
      );
    }
    const now = call.lab.now();
    put(call, { name, keyId: key.id, createdMs: now, updatedMs: now });
    return undefined;
  },
};

const updateAlias: JsonOperation = {
  name: "UpdateAlias",
  members: ["AliasName", "TargetKeyId"],
  access: [update],
  writes: true,
  run(call) {
    const name = readAliasName(call.input);
    const key = requireAliasTarget(call, update, name);
    const alias = findAlias(call, name);
    if (alias === undefined) throw aliasNotFound(aliasArn(call, name));
    requireAccessToOld(call, update, alias);
    put(call, { ...alias, keyId: key.id, updatedMs: call.lab.now() });
    return undefined;
  },
};

const deleteAlias: JsonOperation = {
  name: "DeleteAlias",
  members: ["AliasName"],
  access: [remove],
  writes: true,
  run(call) {
    const { account, region, lab } = call;
    const name = readAliasName(call.input);
    requireAliasAccess(call, remove, { account, region, name });
    const alias = findAlias(call, name);
    if (alias === undefined) throw aliasNotFound(aliasArn(call, name));
    requireAccessToOld(call, remove, alias);
    lab.kms.aliases.delete([account, region, name]);
    return undefined;
  },
};

const listAliases: JsonOperation = {
  name: "ListAliases",
  members: ["KeyId", ...PAGE_MEMBERS],
  access: [list],
  writes: false,
  run(call) {
    const { lab, account, region, input } = call;
    requireAnything(call, list);
    const keyId = textOf(input, "KeyId");
    const wanted = keyId === undefined ? undefined : readKeyId(keyId, call);
    const key = wanted && findKey(lab, wanted);
    if (wanted !== undefined && key === undefined) {
      throw keyNotFound(`arn:aws:kms:${region}:${wanted.account}:key/${wanted.id ?? ""}`);
    }
    const all = [...lab.kms.aliases.range({ within: [account, region] })]
      .filter(({ value }) => key === undefined || value.keyId === key.id)
      .map(({ value }) => ({
        AliasName: value.name,
        AliasArn: aliasArn(call, value.name),
        TargetKeyId: value.keyId,
        CreationDate: seconds(value.createdMs),
        LastUpdatedDate: seconds(value.updatedMs),
      }));
    return kmsPage(input, "Aliases", { all, limit: 50, max: 100 });
  },
};

/** The operations on aliases. */
export const ALIAS_OPERATIONS: readonly JsonOperation[] = [
  createAlias,
  updateAlias,
  deleteAlias,
  listAliases,
];

/** The caller needs the permission on the alias and on the key (KMS Developer Guide, Controlling access to aliases). */
function requireAliasTarget(call: JsonCall, stated: StatedAccess, name: string): KmsKey {
  const { account, region } = call;
  const reference = readKeyId(requireText(call.input, "TargetKeyId"), call);
  if (reference.account !== account) throw keyNotFound(requireText(call.input, "TargetKeyId"));
  requireAliasAccess(call, stated, { account, region, name });
  const key = requireKey(call, reference, { stated, context: callerAccount(call) });
  requireState(key, "notPendingDeletion");
  return key;
}

function requireAccessToOld(call: JsonCall, stated: StatedAccess, { keyId }: KmsAlias): void {
  const { account, region, lab } = call;
  const reference = { account, region, id: keyId };
  if (findKey(lab, reference) === undefined) return;
  requireKey(call, reference, { stated, context: callerAccount(call) });
}

/** KMS API Reference, CreateAlias: `alias/` and a name; `alias/aws/` is AWS's. */
function readAliasName(input: JsonObject): string {
  const name = requireText(input, "AliasName");
  if (!/^[a-zA-Z0-9:/_-]{1,256}$/.test(name)) {
    throw failedConstraint(
      "AliasName",
      `'${name}'`,
      "Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$",
    );
  }
  if (!name.startsWith("alias/")) {
    throw validationException(
      'Alias must start with the prefix "alias/". Please see http://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html',
    );
  }
  if (name === "alias/" || !/^alias\/[a-zA-Z0-9/_-]+$/.test(name)) {
    throw jsonRefusal("InvalidAliasNameException", "");
  }
  if (name.startsWith("alias/aws/")) throw jsonRefusal("NotAuthorizedException", "");
  return name;
}

function findAlias({ lab, account, region }: JsonCall, name: string): KmsAlias | undefined {
  return findRow(lab.kms.aliases, account, region, name);
}

function put({ lab, account, region }: JsonCall, alias: KmsAlias): void {
  lab.kms.aliases.put([account, region, alias.name], alias);
}

function aliasArn({ account, region }: JsonCall, name: string): string {
  return `arn:aws:kms:${region}:${account}:${name}`;
}
