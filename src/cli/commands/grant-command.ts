import { UsageError } from "../../aws/index.ts";
import { type Job, openClients, readWorldFile } from "../../app/index.ts";
import { type Arguments, hasFlag, valueOf } from "../arguments/option.ts";
import type { Command } from "../command.ts";
import { BATCH_OPTIONS } from "./batch-options.ts";
import { fileFormatOf } from "./grant-format.ts";
import { IDENTITY_OPTIONS } from "./job-options.ts";
import { LARGE_OBJECTS, makeGrant, PRINCIPAL_STYLES } from "./make-grant.ts";
import { FOR_OPTIONS, INVENTORY_OPTIONS, readJobOf } from "./read-job-of.ts";
import { revokeGrant } from "./revoke-grant.ts";
import { TRANSFER_OPTIONS } from "./transfer-options.ts";

export const command: Command = {
  operands: "SOURCE DESTINATION",
  operandCount: { min: 1, max: 2 },
  options: {
    ...FOR_OPTIONS,
    ...IDENTITY_OPTIONS,
    ...TRANSFER_OPTIONS,
    ...INVENTORY_OPTIONS,
    ...BATCH_OPTIONS,
    "principal-style": {
      kind: "value",
      oneOf: PRINCIPAL_STYLES,
      summary: {
        en: "role: the exact role ARN (default); pattern: also an Identity Center role made anew; account, organization: all there whose own policies allow it",
        ja: "role: そのロールの ARN だけ (デフォルト)。pattern: 作り直された Identity Center のロールも含む。account、organization: そこにいて、自身のポリシーで許可されている全員",
      },
    },
    principal: {
      kind: "value",
      value: "ARN",
      summary: {
        en: "whom it is for, where that is not --profile: a role or a user, of which --profile or an --owner-profile of its account tells",
        ja: "許可する相手が --profile でないときの、ロールかユーザー。その内容は --profile か、同じアカウントの --owner-profile で調べる",
      },
    },
    "key-grants": {
      kind: "flag",
      summary: {
        en: "open KMS keys by grants instead of statements in their policies; without it only where a policy cannot be written",
        ja: "KMS キーを、キーポリシーのステートメントではなくグラントで使えるようにする。指定しないと、ポリシーに書けないときだけグラントを使う",
      },
    },
    "large-objects": {
      kind: "value",
      oneOf: LARGE_OBJECTS,
      summary: {
        en: "whether it is also for objects so large that they go in parts: some (default), none, or seen, as the source shows now",
        ja: "パートに分けて送る大きなオブジェクトも対象にするか。some: する (デフォルト)。none: しない。seen: 今のコピー元に合わせる",
      },
    },
    "drop-orphans": {
      kind: "flag",
      summary: {
        en: "take principals that were deleted (`AROA…`) out of policies that AWS would refuse with them",
        ja: "削除されたプリンシパル (`AROA…`) があると AWS に断られるポリシーから、それを取り除く",
      },
    },
    format: {
      kind: "value",
      value: "FORMAT",
      oneOf: ["text", "json", "cli", "terraform", "cloudformation", "cdk", "markdown"],
      summary: {
        en: "how to print the change (default: `text`); `markdown` is a note to send to the other account's people",
        ja: "変更の表示形式 (デフォルト: `text`)。`markdown` は相手アカウントの人に送る依頼文",
      },
    },
    out: {
      kind: "value",
      value: "DIR",
      summary: {
        en: "also write each document, whole, to a file there; with --format, those files",
        ja: "変更後の文書全体を、そこにファイルとしても書き出す。--format のときはその形式のファイルを書き出す",
      },
    },
    apply: {
      kind: "flag",
      summary: {
        en: "make the change, through --owner-profile",
        ja: "--owner-profile を使って変更を適用する",
      },
    },
    revoke: {
      kind: "flag",
      summary: {
        en: "show how to take the grants out again; with --apply, do it",
        ja: "付与を取り消す方法を表示する。--apply を付けると実行する",
      },
    },
    world: {
      kind: "value",
      value: "FILE",
      summary: {
        en: "propose for a world file instead of AWS; --profile names one of its profiles",
        ja: "AWS の代わりにワールドファイルに対して提案する。--profile はその中のプロファイル",
      },
    },
    json: {
      kind: "flag",
      summary: {
        en: "print JSON Lines, as `--format json` does",
        ja: "`--format json` と同じく JSON Lines で出力する",
      },
    },
  },
  examples: [
    {
      says: {
        en: "show what account B must add to its bucket policy",
        ja: "アカウント B がバケットポリシーに加えるべきものを表示する",
      },
      line: "sluice grant s3://dev-a s3://dev-b --profile dev-a --owner-profile dev-b",
    },
    {
      says: { en: "make the change, as account B", ja: "アカウント B として変更を適用する" },
      line: "sluice grant s3://dev-a s3://dev-b --profile dev-a --owner-profile dev-b --apply",
    },
    {
      says: {
        en: "as Terraform, for whoever keeps policies there",
        ja: "ポリシーを Terraform で管理する人向けに出力する",
      },
      line: "sluice grant s3://dev-a s3://dev-b --profile dev-a --owner-profile dev-b --format terraform --out fix",
    },
    {
      says: { en: "try it on a world file first", ja: "まずワールドファイルで試す" },
      line: "sluice grant s3://dev-a s3://dev-b --profile dev-a --world world.yaml",
    },
    {
      says: {
        en: "let S3 Batch Operations copy: its role, made where there is none, with all that it needs",
        ja: "S3 Batch Operations にコピーさせる。必要な権限を付けたロールを、なければ作成する",
      },
      line: "sluice grant s3://dev-a s3://dev-b --on s3-batch --batch-role arn:aws:iam::111111111111:role/batch --manifest-bucket s3://dev-a-jobs/sync --profile dev-a --owner-profile dev-b",
    },
    {
      says: { en: "take it back", ja: "元に戻す" },
      line: "sluice grant s3://dev-a s3://dev-b --profile dev-a --owner-profile dev-b --revoke --apply",
    },
  ],
  run: async (invocation) => {
    const { args } = invocation;
    refuseNamelessGrants(args);
    const job = forPrincipal(await readJobOf(invocation), valueOf(args, "principal"));
    const run = hasFlag(args, "revoke") ? revokeGrant : makeGrant;
    const format = fileFormatOf(args);
    if (run === revokeGrant && format !== undefined) throw revocationAs(format);
    const worldFile = valueOf(args, "world");
    if (worldFile !== undefined) {
      if (hasFlag(args, "apply")) throw applyToWorld(worldFile);
      return run({ job, on: await readWorldFile(worldFile), invocation });
    }
    const clients = await openClients(job);
    try {
      return await run({ job, on: clients, clients, invocation });
    } finally {
      await clients.close();
    }
  },
};

/** A grant of KMS names one principal (KMS API Reference, CreateGrant). */
function refuseNamelessGrants(args: Arguments): void {
  const style = valueOf(args, "principal-style") ?? "role";
  if (!hasFlag(args, "key-grants") || style === "role" || style === "account") return;
  throw new UsageError({
    en: `cannot use \`--key-grants\` with \`--principal-style ${style}\`: a grant of KMS names one principal; use \`role\` or \`account\``,
    ja: `\`--key-grants\` は \`--principal-style ${style}\` と一緒には使えません。KMS の許可 (grant) はプリンシパルを 1 つ指定するものです。\`role\` か \`account\` を使ってください`,
  });
}

/** What the job takes, as another than who signs in needs it. */
function forPrincipal(job: Job, principal: string | undefined): Job {
  if (principal === undefined) return job;
  return { ...job, identities: { ...job.identities, principal } };
}

function applyToWorld(file: string): UsageError {
  return new UsageError({
    en: `cannot apply a grant to world file \`${file}\`: \`--apply\` writes to AWS; write the documents with \`--out DIR\` and put them into the file`,
    ja: `ワールドファイル \`${file}\` に変更を適用することはできません。\`--apply\` は AWS に書き込みます。\`--out DIR\` で文書を書き出して、ファイルに取り込んでください`,
  });
}

function revocationAs(format: string): UsageError {
  return new UsageError({
    en: `cannot write a revocation as \`${format}\`: take the resource out of what was applied, or use \`--revoke\` with \`--format text\` or \`json\``,
    ja: `取り消しは \`${format}\` の形では書き出せません。適用したものからそのリソースを外すか、\`--revoke\` を \`--format text\` か \`json\` と一緒に使ってください`,
  });
}
