import type { LintWords } from "../lint-words.ts";
import { listed, malformed, organization, uses } from "./lint-terms.ts";

export const rules: LintWords["rules"] = {
  SL01: {
    title: "同じ Sid が 2 つある",
    says: ({ firstLine }) => `この Sid は ${firstLine} 行目のステートメントで使われています`,
    remedy: () => "ステートメントごとに別の Sid にする",
  },
  SL02: {
    title: "Sid に英数字以外の文字がある",
    says: () => "IAM の Sid に使えるのは英数字だけです",
    remedy: ({ suggestion }) => `\`${suggestion}\` にする`,
  },
  SL03: {
    title: "バージョンがないか古く、変数がただの文字列になる",
    says: ({ found, hasVariables }) =>
      `${found === undefined ? "`Version` がありません" : `バージョン \`${found}\` は古いものです`}${hasVariables ? "。ここの `${…}` はすべてただの文字列です" : ""}`,
    remedy: () => '`"Version": "2012-10-17"` にする',
  },
  SL04: {
    title: "ポリシーを読み取れない、または評価できない",
    says: ({ problem, subject }) => malformed[problem](subject.ja),
    remedy: () => "このままでは AWS に拒否されます",
  },
  SL05: {
    title: "存在しないアクション",
    says: () => "このアクションは存在しません",
    remedy: ({ meant }) =>
      meant.length === 0
        ? "アクションの一覧はサービス認可リファレンスにあります"
        : `${listed(meant)} にする`,
  },
  SL06: {
    title: "知られていないサービスのアクション",
    says: ({ service }) => `サービス \`${service}\` は知られていません`,
    remedy: ({ meant }) =>
      meant === undefined ? "コロンの前を確かめる" : `\`${meant}\` のことですか`,
  },
  SL07: {
    title: "アクションに合うリソースがステートメントにない",
    says: () => "このステートメントのどのリソースにも当てはまりません",
    remedy: ({ wanted }) =>
      wanted.length === 0
        ? '指定できるリソースは `"*"` だけ'
        : `${wanted.slice(0, 4).join(", ")} のリソースが必要`,
  },
  SL08: {
    title: "バケットへのアクションが、オブジェクトにだけ許可されている",
    says: ({ actions }) => `これはオブジェクトです。${actions.join(", ")} の対象はバケットです`,
    remedy: ({ bucket }) => `\`${bucket}\` にする`,
  },
  SL09: {
    title: "オブジェクトへのアクションが、バケットにだけ許可されている",
    says: ({ actions }) => `これはバケットです。${actions.join(", ")} の対象はオブジェクトです`,
    remedy: ({ objects }) => `\`${objects}\` にする`,
  },
  SL10: {
    title: "ARN に、あってはならないアカウントかリージョンがある",
    says: ({ service }) =>
      service === "s3"
        ? "バケットの ARN にアカウントとリージョンはありません"
        : "IAM の ARN にリージョンはありません",
    remedy: ({ right }) => `\`${right}\` にする`,
  },
  SL11: {
    title: "リソースが ARN でない",
    says: () => "`*` でも ARN でもありません",
    remedy: ({ suggestion }) =>
      suggestion === undefined
        ? "ARN の形は `arn:partition:service:region:account:resource`"
        : `\`${suggestion}\` にする`,
  },
  SL12: {
    title: "パーティションが存在しないか、別のもの",
    says: ({ partition }) => `パーティションは \`${partition}\` ではありません`,
    remedy: ({ expected }) =>
      expected === undefined ? "aws, aws-cn, aws-us-gov など" : `\`${expected}\` にする`,
  },
  SL13: {
    title: "リソースが、このポリシーのバケットやキーのものでない",
    says: ({ resource }) =>
      resource === "*"
        ? "バケットポリシーにはバケットの名前が必要です"
        : "ポリシーを付けるリソースではありません",
    remedy: ({ expected }) =>
      expected === undefined ? "バケットを指定する" : `ここで意味があるのは \`${expected}\` だけ`,
  },
  SL14: {
    title: "このポリシーでは効かないサービスのアクション",
    says: ({ action }) => `${action} がこのポリシーで判定されることはありません`,
    remedy: ({ belongsIn }) => `${uses[belongsIn]}に書く`,
  },
  SL15: {
    title: "リソース側のポリシーに Principal がない",
    says: () => "ステートメントに `Principal` がありません",
    remedy: ({ use }) => `${uses[use]}では、誰に適用するかを書く`,
  },
  SL16: {
    title: "アイデンティティポリシーに Principal がある",
    says: ({ use }) => `${uses[use]}に Principal は書けません`,
    remedy: ({ element }) => `\`${element}\` を消す。付けた相手に適用されます`,
  },
  SL17: {
    title: "Principal の形が正しくない",
    says: () => "AWS が受け付けない形の Principal です",
    remedy: ({ suggestion }) =>
      suggestion === undefined
        ? "アカウント ID、ユーザーかロールの ARN、サービス名のどれかにする"
        : `\`${suggestion}\` にする`,
  },
  SL18: {
    title: "Principal にワイルドカードがある",
    says: () => "Principal にワイルドカードは使えません",
    remedy: ({ pattern }) =>
      `アカウントを指定し、条件 \`ArnLike aws:PrincipalArn ${pattern}\` を付ける`,
  },
  SL19: {
    title: "削除された Principal",
    says: () => "削除済みの Principal です。これがある間、S3 はどんな変更も受け付けません",
    remedy: ({ uniqueId }) => `\`${uniqueId}\` を消すか、代わりの Principal を書く`,
  },
  SL20: {
    title: "1 つのセッションだけを指す Principal",
    says: ({ session }) => `通るのはセッション名 \`${session}\` だけです`,
    remedy: ({ role }) => `ロールを指定する: \`${role}\``,
  },
  SL21: {
    title: "Identity Center のロールにパスがない",
    says: () => "アクセス許可セットのロールにはパスがあるので、これは誰も指しません",
    remedy: ({ pattern }) => `完全な ARN か、\`ArnLike aws:PrincipalArn ${pattern}\` にする`,
  },
  SL22: {
    title: "Identity Center のロールを末尾の番号まで指定している",
    says: ({ permissionSet }) =>
      `\`${permissionSet}\` の割り当てがすべて外れると、末尾の番号は変わります`,
    remedy: ({ pattern }) =>
      `アカウントを指定し、条件 \`ArnLike aws:PrincipalArn ${pattern}\` を付ける`,
  },
  SL23: {
    title: "us-east-1 の Identity Center に合わないパターン",
    says: () => "Identity Center が us-east-1 にあると、パスにリージョンは入りません",
    remedy: ({ right }) => `\`${right}\` にする`,
  },
  SL24: {
    title: "ワイルドカードがただの文字として扱われる",
    says: ({ operator, negated }) =>
      `${operator} ではワイルドカードもただの文字です。${negated ? "常に成り立ちます" : "一致することはありません"}`,
    remedy: ({ right }) => `\`${right}\` にする`,
  },
  SL25: {
    title: "条件の値の型が違う",
    says: ({ operator, key, value }) =>
      value === undefined
        ? `${operator} は ${key} に合いません`
        : `${operator} では比べられない値です`,
    remedy: ({ right, key }) =>
      right === undefined ? `${key} の型に合う値にする` : `\`${right}\` にする`,
  },
  SL26: {
    title: "存在しない条件演算子",
    says: () => "この条件演算子は存在しません",
    remedy: ({ meant }) =>
      meant === undefined
        ? "条件演算子の一覧は IAM ユーザーガイドにあります"
        : `\`${meant}\` にする`,
  },
  SL27: {
    title: "存在しない条件キー",
    says: () => "この条件キーは存在しません",
    remedy: ({ meant }) =>
      meant === undefined ? "リクエストに含まれることはありません" : `\`${meant}\` のことですか`,
  },
  SL28: {
    title: "アクションのリクエストに含まれない条件キー",
    says: ({ key, actions }) => `${listed(actions)} のリクエストに ${key} は含まれません`,
    remedy: () => "これらのアクションを、この条件のないステートメントに分ける",
  },
  SL29: {
    title: "aws:SourceIp にプライベートアドレスがある",
    says: ({ negated }) =>
      `プライベートアドレスからのリクエストは届きません。${negated ? "常に成り立ちます" : "一致することはありません"}`,
    remedy: () => "`aws:VpcSourceIp` と `aws:SourceVpc` か、グローバルアドレスにする",
  },
  SL30: {
    title: "VPC またはエンドポイントの ID の形が正しくない",
    says: ({ key }) => `${key} の値の形ではありません`,
    remedy: ({ form }) => `\`${form}\` のような形`,
  },
  SL31: {
    title: "このポリシーでは値が決まっている条件キー",
    says: ({ key }) => `ここでの ${key} は、常に所有者自身です`,
    remedy: () => "消す。呼び出し元のアカウントは `aws:PrincipalAccount`",
  },
  SL32: {
    title: "値が 1 つのキーに ForAllValues を使っている",
    says: ({ key }) => `${key} の値は 1 つです。\`ForAllValues\` はキーがないときも成り立ちます`,
    remedy: ({ right }) => `\`${right}\` にする`,
  },
  SL33: {
    title: "Allow に NotPrincipal を使っている",
    says: () => "書かれた相手以外の全員に、インターネットの誰にでも許可されます",
    remedy: () => "許可する相手を `Principal` に書く",
  },
  SL34: {
    title: "Deny の例外にロールだけがあり、セッションがない",
    says: () => "ロールだけでは、そのセッションは拒否されたままです",
    remedy: () => "全員を拒否し、`ArnNotLike aws:PrincipalArn` で除く",
  },
  SL35: {
    title: "ポリシーが大きすぎる",
    says: ({ size, limit }) => `空白を除いて ${size} バイトあり、上限の ${limit} を超えています`,
    remedy: () => "ステートメントをまとめ、個々の名前の代わりにプレフィックスを書く",
  },
  SL36: {
    title: "重複しているか、ほかに含まれている",
    says: ({ kind, coveredBy }) =>
      kind === "statement"
        ? `ステートメント ${coveredBy} と同じ内容です`
        : `\`${coveredBy}\` に含まれています`,
    remedy: () => "消す",
  },
  SL37: {
    title: "空の要素",
    says: ({ element, matters }) =>
      matters ? `\`${element}\` が空なので、AWS に拒否されます` : `\`${element}\` が空です`,
    remedy: () => "消すか、中身を書く",
  },
  SL38: {
    title: "SCP または RCP に書けないもの",
    says: organization,
    remedy: ({ problem }) =>
      problem === "everyAction"
        ? "`s3:*` のようにサービスを書く"
        : "このままでは AWS に拒否されます",
  },
  SL39: {
    title: "すべてのバケットのデータが許可されている",
    says: ({ actions }) =>
      `${listed(actions)} が、どのアカウントのどのバケットにも許可されています`,
    remedy: () => "バケットを指定する",
  },
  SL40: {
    title: "バケットポリシーの変更をほかの人に許している",
    says: ({ action }) => `${action} で、このポリシーを書き換え、何でも自分に許可できます`,
    remedy: () => "`s3:PutBucketPolicy` を除く",
  },
  SL41: {
    title: "公開とみなされるポリシー",
    says: () => "全員に許可され、相手を絞る条件がありません",
    remedy: ({ restricts }) =>
      restricts
        ? "相手を指定する。このままでは、ブロックパブリックアクセスが他アカウントをすべて止めます"
        : "相手を指定するか、`kms:CallerAccount` を加える",
  },
  SL42: {
    title: "基準のポリシーより多くを許可している",
    says: ({ resource }) => `基準のポリシーは、\`${resource}\` にこれを許可していません`,
    remedy: () => "消すか、基準に加える",
  },
  SL43: {
    title: "キーポリシーとアイデンティティポリシーの片方だけがキーを許可している",
    says: ({ action, side }) =>
      side === "identity"
        ? `キーポリシーは ${action} を許可していますが、ここにはその許可がありません`
        : `アイデンティティポリシーは ${action} を許可していますが、このキーポリシーは許可していません`,
    remedy: ({ action }) => `ここでも \`${action}\` を許可する。別アカウントでは両方が必要です`,
  },
  SL44: {
    title: "Decrypt なしで GenerateDataKey を許可している",
    says: () => "マルチパートアップロードには kms:Decrypt も必要です",
    remedy: () => "`kms:Decrypt` も許可する",
  },
  SL45: {
    title: "キー aws/s3 をアカウントをまたいで使っている",
    says: () => "`aws/s3` は別アカウントからは使えず、どのポリシーでも変えられません",
    remedy: () => "自分のキーか SSE-S3 で暗号化する",
  },
  SL46: {
    title: "エンドポイントポリシーがオブジェクトだけを許し、一覧を許していない",
    says: ({ bucket }) =>
      `\`${bucket}\` のオブジェクトは通りますが、一覧は通らず、同期はそこで止まります`,
    remedy: () => "バケットへの `s3:ListBucket` を許可する",
  },
};
