import * as v from "valibot";
import { type Credentials, said } from "../../aws/index.ts";
import {
  bucket,
  canonicalId,
  publicAccessBlock,
  type WrittenBucket,
  type WrittenPublicAccessBlock,
} from "./written-bucket.ts";
import { key, keyId, type WrittenKey } from "./written-key.ts";
import {
  type WrittenEndpoint,
  type WrittenOrganization,
  vpcEndpoint,
  organization,
} from "./written-organization.ts";
import {
  accountId,
  endpointId,
  fieldsOf,
  mapOf,
  policyText,
  region,
  word,
} from "./written-shapes.ts";

/** A world file's shape as people write it: most things may be left out. */
export interface WrittenWorld {
  readonly organization?: WrittenOrganization | undefined;
  readonly identityCenter?:
    | { readonly region: string; readonly permissionSets: Record<string, WrittenPermissionSet> }
    | undefined;
  readonly bucketDefaults?: "legacy" | "current" | undefined;
  readonly accounts: Record<string, WrittenAccount>;
}

interface WrittenPermissionSet {
  readonly managedPolicies: readonly string[];
  readonly inlinePolicy?: string | undefined;
  readonly boundary?: string | undefined;
}

export interface WrittenAccount {
  readonly name?: string | undefined;
  readonly canonicalId?: string | undefined;
  readonly publicAccessBlock?: WrittenPublicAccessBlock | undefined;
  readonly root?: WrittenSignIn | undefined;
  readonly users: Record<string, WrittenUser>;
  readonly groups: Record<string, WrittenGroup>;
  readonly roles: Record<string, WrittenRole>;
  readonly policies: Record<string, string>;
  readonly buckets: Record<string, WrittenBucket>;
  readonly keys: Record<string, WrittenKey>;
  readonly vpcEndpoints: Record<string, WrittenEndpoint>;
}

export interface WrittenGroup {
  readonly path?: string | undefined;
  readonly managedPolicies: readonly string[];
  readonly inlinePolicies: Record<string, string>;
}

interface WrittenPrincipal extends WrittenGroup {
  readonly id?: string | undefined;
  readonly tags?: Record<string, string> | undefined;
  readonly boundary?: string | undefined;
}

/** Someone with access keys and a profile. */
export interface WrittenSignIn {
  readonly profile?: string | undefined;
  readonly credentials?: Credentials | "none" | undefined;
  readonly endpoint?: string | undefined;
}

export interface WrittenSession extends WrittenSignIn {
  readonly policy?: string | undefined;
}

export interface WrittenUser extends WrittenPrincipal, WrittenSignIn {
  readonly groups: readonly string[];
}

export interface WrittenRole extends WrittenPrincipal {
  readonly trustPolicy?: string | undefined;
  readonly permissionSet?: string | undefined;
  readonly sessions: Record<string, WrittenSession>;
}

// IAM and STS quotas page, Name requirements.
const name = word(
  /^[\w+=,.@-]{1,128}$/,
  said(
    "an IAM name is 1 to 128 letters, digits and `+=,.@_-`",
    "IAM の名前は 1 ～ 128 文字の英数字と `+=,.@_-` です",
  ),
);
const sessionName = word(
  /^[\w+=,.@-]{2,64}$/,
  said(
    "a role session name is 2 to 64 letters, digits and `+=,.@_-`",
    "ロールセッション名は 2 ～ 64 文字の英数字と `+=,.@_-` です",
  ),
);
const path = word(
  /^\/(?:[!-.0-~]+\/)*$/,
  said(
    "a path starts and ends with `/`, like `/` or `/teams/data/`",
    "パスは `/` や `/teams/data/` のように `/` で始まり `/` で終わります",
  ),
);
const bucketName = word(
  /^[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/,
  said(
    "a bucket name is 3 to 63 lower-case letters, digits, dots and hyphens",
    "バケット名は 3 ～ 63 文字の英小文字、数字、ドット、ハイフンです",
  ),
);
// Profiles become section headers of an AWS config file.
const profile = word(
  /^[\w+=,.@-]+$/,
  said(
    "a profile name is letters, digits and `+=,.@_-`",
    "プロファイル名は英数字と `+=,.@_-` です",
  ),
);
const policyReference = word(
  /^\S+$/,
  said("a managed policy is its name or its ARN", "管理ポリシーは名前か ARN で指定してください"),
);

const policyNames = v.nullish(
  v.array(
    policyReference,
    said("expected a list of policy names", "ポリシー名のリストを書いてください"),
  ),
  [],
);
const policies = v.nullish(mapOf(name, policyText), {});
const optional = { policy: v.optional(policyText), boundary: v.optional(policyReference) };
const signIn = { profile: v.optional(profile), endpoint: v.optional(endpointId) };

const credentials = fieldsOf({
  // AWS's own have 16 to 128 letters and digits; signatures have what separates their parts.
  accessKeyId: word(
    /^[^\s/,=&]{1,128}$/,
    said(
      "an access key id is one word without `/`, `,`, `=` and `&`",
      "アクセスキー ID は `/`、`,`、`=`、`&` を含まない 1 語です",
    ),
  ),
  secretAccessKey: word(
    /^\S+$/,
    said(
      "a secret access key is one word, in quotes",
      "シークレットアクセスキーは引用符で囲んだ 1 語です",
    ),
  ),
  sessionToken: v.exactOptional(
    word(
      /^\S+$/,
      said("a session token is one word, in quotes", "セッショントークンは引用符で囲んだ 1 語です"),
    ),
  ),
});
const lasting = v.pipe(
  credentials,
  v.check(
    (keys) => !("sessionToken" in keys),
    said(
      "a user's access keys have no session token",
      "ユーザーのアクセスキーにセッショントークンはありません",
    ),
  ),
);
const temporary = v.pipe(
  credentials,
  v.check(
    (keys) => "sessionToken" in keys,
    said(
      "a session's access keys need their `sessionToken`",
      "セッションのアクセスキーには `sessionToken` が必要です",
    ),
  ),
);

const none = v.literal("none");

/** Keys, or `none` for somebody who has not any. */
function keysOrNone(
  keys: typeof lasting,
): v.GenericSchema<unknown, Credentials | "none" | undefined> {
  return v.optional(v.lazy((input) => (input === "none" ? none : keys)));
}

const group = { path: v.optional(path), managedPolicies: policyNames, inlinePolicies: policies };
const principal = {
  ...group,
  id: v.optional(
    word(
      /^A[A-Z]{3}[A-Z0-9]{12,124}$/,
      said(
        "a unique id reads like `AIDA1234567890EXAMPLE`",
        "一意の ID は `AIDA1234567890EXAMPLE` のような形です",
      ),
    ),
  ),
  tags: v.optional(
    mapOf(
      word(
        /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u,
        said(
          "a tag's key is 1 to 128 letters, digits and `_.:/=+-@`",
          "タグのキーは 1 ～ 128 文字の文字、数字、空白と `_.:/=+-@` です",
        ),
      ),
      v.string(said("a tag's value is a text", "タグの値は文字列です")),
    ),
  ),
  boundary: optional.boundary,
};
const session = v.nullish(
  fieldsOf({ ...signIn, credentials: keysOrNone(temporary), policy: optional.policy }),
  {},
);
const namedSessions = v.pipe(
  v.array(sessionName),
  v.check(
    (names) => new Set(names).size === names.length,
    said("every session name must differ", "セッション名は重複できません"),
  ),
  v.transform((names) =>
    Object.fromEntries(names.map((each): [string, WrittenSession] => [each, {}])),
  ),
);
const sessions = v.nullish(
  v.lazy((input) => (Array.isArray(input) ? namedSessions : mapOf(sessionName, session))),
  {},
);

const user = fieldsOf({
  ...principal,
  ...signIn,
  credentials: keysOrNone(lasting),
  groups: v.nullish(
    v.array(name, said("expected a list of groups", "グループのリストを書いてください")),
    [],
  ),
});
const account = v.nullish(
  fieldsOf({
    name: v.optional(
      word(
        /^[\w.-]+$/,
        said(
          "an account's name is letters, digits and `._-`",
          "アカウントの名前は英数字と `._-` です",
        ),
      ),
    ),
    canonicalId: v.optional(canonicalId),
    publicAccessBlock: v.optional(publicAccessBlock),
    root: v.optional(v.nullable(fieldsOf({ ...signIn, credentials: keysOrNone(lasting) }), {})),
    users: v.nullish(mapOf(name, v.nullish(user, {})), {}),
    groups: v.nullish(mapOf(name, v.nullish(fieldsOf(group), {})), {}),
    roles: v.nullish(
      mapOf(
        name,
        v.nullish(
          fieldsOf({
            ...principal,
            trustPolicy: optional.policy,
            permissionSet: v.optional(name),
            sessions,
          }),
          {},
        ),
      ),
      {},
    ),
    policies,
    buckets: v.nullish(mapOf(bucketName, v.nullish(bucket, {})), {}),
    keys: v.nullish(mapOf(keyId, v.nullish(key, {})), {}),
    vpcEndpoints: v.nullish(mapOf(endpointId, v.nullish(vpcEndpoint, {})), {}),
  }),
  {},
);

/** Checks a world file's shape and fills in what was left out. */
export const writtenWorld: v.GenericSchema<unknown, WrittenWorld> = fieldsOf({
  organization: v.optional(organization),
  identityCenter: v.optional(
    fieldsOf({
      region,
      permissionSets: v.nullish(
        mapOf(
          word(
            /^[\w+=,.@-]{1,32}$/,
            said(
              "a permission set's name is 1 to 32 letters, digits and `+=,.@_-`",
              "アクセス許可セットの名前は 1 ～ 32 文字の英数字と `+=,.@_-` です",
            ),
          ),
          v.nullish(
            fieldsOf({
              managedPolicies: policyNames,
              inlinePolicy: optional.policy,
              boundary: optional.boundary,
            }),
            {},
          ),
        ),
        {},
      ),
    }),
  ),
  bucketDefaults: v.optional(
    v.picklist(
      ["legacy", "current"],
      said(
        "`bucketDefaults` is `legacy` or `current`",
        "`bucketDefaults` は `legacy` か `current` です",
      ),
    ),
  ),
  accounts: mapOf(accountId, account),
});
