import type { IdentityFlags } from "../../app/index.ts";
import { UsageError } from "../../aws/index.ts";
import {
  type Arguments,
  hasFlag,
  type OptionTable,
  valueOf,
  valuesOf,
} from "../arguments/option.ts";
import { wireFlags } from "./aws-options.ts";

/** Options that say who acts where one identity does. */
export const CALLER_OPTIONS: OptionTable = {
  profile: {
    kind: "value",
    value: "PROFILE",
    summary: { en: "AWS profile that runs", ja: "実行に使う AWS プロファイル" },
  },
  "owner-profile": {
    kind: "list",
    value: "PROFILE",
    summary: {
      en: "profile of another account involved: asked for facts, used by `grant --apply` (repeatable)",
      ja: "関係する別アカウントのプロファイル。設定を調べるのに使い、`grant --apply` ではこれで適用する (複数指定可)",
    },
  },
  "organization-profile": {
    kind: "list",
    value: "PROFILE",
    summary: {
      en: "profile of a management account or its delegate: asked for control policies and permission sets (repeatable)",
      ja: "管理アカウントか委任先のプロファイル。コントロールポリシーとアクセス許可セットを調べるのに使う (複数指定可)",
    },
  },
  region: { kind: "value", value: "REGION", summary: { en: "AWS region", ja: "AWS リージョン" } },
  "endpoint-url": {
    kind: "value",
    value: "URL",
    summary: {
      en: "another endpoint than AWS, e.g. the lab's",
      ja: "ラボなど、AWS 以外のエンドポイント",
    },
  },
  "request-payer": {
    kind: "value",
    oneOf: ["requester"],
    implied: "requester",
    summary: {
      en: "say that you pay for requests to Requester Pays buckets",
      ja: "リクエスタ支払いバケットの料金を負担すると伝える",
    },
  },
};

/** Options that say who acts and where; every command that takes SOURCE DESTINATION has them. */
export const IDENTITY_OPTIONS: OptionTable = {
  ...CALLER_OPTIONS,
  "source-profile": {
    kind: "value",
    value: "PROFILE",
    summary: { en: "profile that reads the source", ja: "コピー元を読むプロファイル" },
  },
  "destination-profile": {
    kind: "value",
    value: "PROFILE",
    summary: {
      en: "profile that writes the destination; where neither this one nor the source's may do both, data streams through here",
      ja: "コピー先に書くプロファイル。これもコピー元のプロファイルも単独では両方を行えないとき、データはこのマシンを経由する",
    },
  },
  answer: {
    kind: "list",
    value: "FILE",
    summary: {
      en: "use what others answered to `check --request FILE`; `check` without operands answers it, as --profile (repeatable)",
      ja: "`check --request FILE` へのほかの人の回答を使う。引数なしの `check` では、--profile として回答する (複数指定可)",
    },
  },
  "vpc-endpoint": {
    kind: "value",
    value: "VPCE",
    summary: {
      en: "id of the VPC endpoint that requests come by, `vpce-…`: its policy is asked for as well",
      ja: "リクエストが経由する VPC エンドポイントの ID (`vpce-…`)。そのポリシーも調べる",
    },
  },
  "source-region": {
    kind: "value",
    value: "REGION",
    summary: { en: "region of the source bucket", ja: "コピー元バケットのリージョン" },
  },
};

/** Reads those options. */
export function identityFlags(args: Arguments): IdentityFlags {
  const given = {
    profile: valueOf(args, "profile"),
    sourceProfile: valueOf(args, "source-profile"),
    destinationProfile: valueOf(args, "destination-profile"),
    region: valueOf(args, "region"),
    sourceRegion: valueOf(args, "source-region"),
    endpointUrl: valueOf(args, "endpoint-url"),
    vpcEndpoint: vpcEndpointOf(args),
  };
  const present: Partial<Record<keyof typeof given, string>> = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  return {
    ...present,
    ownerProfiles: valuesOf(args, "owner-profile"),
    organizationProfiles: valuesOf(args, "organization-profile"),
    requestPayer: hasFlag(args, "request-payer"),
    ...wireFlags(args),
  };
}

function vpcEndpointOf(args: Arguments): string | undefined {
  const id = valueOf(args, "vpc-endpoint");
  const world = valueOf(args, "world");
  if (id !== undefined && world !== undefined) {
    throw new UsageError({
      en: `cannot take VPC endpoint \`${id}\` into world file \`${world}\`: there a profile's own \`endpoint\` says which way it takes; leave \`--vpc-endpoint\` out`,
      ja: `ワールドファイル \`${world}\` に VPC エンドポイント \`${id}\` は指定できません。どの経路を通るかは、ファイルにあるプロファイルの \`endpoint\` が決めます。\`--vpc-endpoint\` を外してください`,
    });
  }
  if (id === undefined || /^vpce-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(id)) return id;
  throw new UsageError({
    en: `cannot read VPC endpoint \`${id}\`: its id is \`vpce-\` and 8 or 17 hexadecimal digits`,
    ja: `VPC エンドポイント \`${id}\` を読み取れません。ID は \`vpce-\` と 8 桁または 17 桁の 16 進数です`,
  });
}
