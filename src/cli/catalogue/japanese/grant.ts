import type { GrantedDocument, GrantRefusal, Opening } from "../../../app/index.ts";
import type { GrantWords } from "../catalogue.ts";
import { layerAfter } from "./layers.ts";

export const grant: GrantWords = {
  document: documentText,
  nothingToDo: "付与するものはありません。確認できた権限はすべてあります",
  refusal,
  otherwise: ({ account, layer, need }, advice) =>
    `${need.action} はアカウント ${account} ${layerAfter("の", layer)}で拒否されます。${advice}`,
  proved: ({ allowed, all }) =>
    `証明: この変更で ${all} 個のうち ${allowed} 個の権限が許可されます`,
  unproved: ({ action, resource }) => `未証明: ${resource} への ${action}`,
  stillDenied: ({ action, resource }) => `なお拒否: ${resource} への ${action}`,
  minimal: "最小: 追加した文、アクション、リソースのどれか 1 つでも外すと、再び拒否されます",
  unnecessary: (sid) => `文 ${sid} は省けます`,
  spare: (sid, part) => `文 ${sid} の ${part} は省けます`,
  dropped: (principals) =>
    `${principals.join(", ")} を取り除きます。削除済みのユーザーやロールで、残したままでは AWS がポリシーを受け付けません。この ID を持つ者はもういません`,
  exception: ({ attachedTo, line, policyName, sid }) =>
    `所有者が検討する案: ${attachedTo} の ${policyName} の${sid === undefined ? ` ${line} 行目の文` : `文 ${sid} `}にこの例外を加えると、これは拒否されなくなり、ほかの相手はこれまでどおり拒否されます:`,
  opens: (document, also) =>
    also.length === 0
      ? `${document}の変更で、ほかに開くものはありません`
      : `${document}の変更で、ほかに開くもの: ${also.join("。")}`,
  opening,
  beforeUnknown: (why) =>
    `現在のポリシーを読めませんでした (${why.ja})。これらの文を現在のポリシーに足すか、所有者のプロファイルを --owner-profile で指定してください`,
  wrote: (path) => `${path} に書き出しました`,
  keptBefore: (path) => `以前のポリシーを ${path} に保存しました`,
  applied: (document, as) => `${document}に適用しました (${as.ja})`,
  made: (document, as) => `${document}を作りました (${as.ja})`,
  notApplied: (document) => `${document}には適用していません。現在の内容を読めませんでした`,
  notAppliedHere: (document) =>
    `${document}には適用していません。できるのは IAM Identity Center のあるアカウントだけです。そのためのコマンドは \`--format cli\` で出せます`,
  revoked: (document, as) => `${document}から付与を取り除きました (${as.ja})`,
  leftToOwner: (document) =>
    `${document}からは取り消していません。この許可がポリシーのすべてで、ステートメントのないポリシーは置けないため、所有者が置き換える必要があります`,
  roleKept: (document, keptFor) => {
    const kept = `${document}からは取り消していません。信頼しているのはこの許可の相手だけですが、`;
    switch (keptFor) {
      case "own-policies":
        return `${kept}ロールにほかのポリシーがあるか、あるかどうかが分かりません。不要ならロールを削除してください`;
      case "other-policies":
        return `${kept}バケットやキーのポリシーにまだロールの名前があるかもしれません。各アカウントの \`--owner-profile\` を指定してそこから外したうえで、もう一度取り消してください`;
    }
  },
  roleMade: (document, as) => `ロールを${document}とともに作成しました (${as.ja})`,
  roleDeleted: (document, as) =>
    `ロールを${document}とともに削除しました (${as.ja})。ほかには何も付いていませんでした`,
  unmade: (document, as) => `${document}を取り消しました (${as.ja})`,
  nothingToRevoke:
    "取り消すものはありません。読めたポリシーに、このコピー元からこのコピー先への、この呼び出し元への付与はありません",
  confirmed: (verdict) => {
    switch (verdict) {
      case "allowed":
        return "確認: AWS に改めて尋ねたところ、許可されました";
      case "unknown":
        return "未確認: AWS に改めて尋ねても、わからない部分があります。`sluice check` で確かめてください";
      case "denied":
        return "未確認: AWS に改めて尋ねたところ、まだ拒否される部分があります。変更が届くまで数秒かかることがあります。その後 `sluice check` で確かめてください";
    }
  },
  smallerThan: (size) =>
    `${size} 未満のオブジェクトだけが対象です。${size} 以上のものはパートに分けて送るため、それだけに必要な権限は含みません (\`--large-objects some\` で加わります)`,
  toApply: (line) => `まだ何も変更していません。適用するには: ${line}`,
  notes: {
    whole: (sids) => `ポリシーの全文です。現在のものに ${sids.join(", ")} を加えてあります`,
    unread: (why) =>
      `現在のポリシーを読めなかったので (${why.ja})、何も書きません。次の文を現在のポリシーに加えてください:`,
    terraformOwner:
      "このポリシーをすでに Terraform で管理しているなら、文はそのリソースに加えてください。リソースが 2 つあると互いに上書きします",
    terraformDestroy:
      "リソースを破棄すると、ほかの人が書いた文も含めてポリシー全体が消えます。先に `terraform state rm` で外し、`sluice grant … --revoke` で取り消してください",
    identityCenter:
      "IAM Identity Center のあるアカウントとリージョンです。そのプロファイルを指定してください",
    templateOwner:
      "ポリシーがすでにあり、新しいスタックは並べて作れません (`The bucket policy already exists on bucket`)。それを持つスタックにこの文書を入れるか、現在の内容でインポートしてから更新してください",
    noResource:
      "これを書けるのは、対象を作ったスタックのプロパティだけです。ほかの方法は `--format cli` で出せます。ポリシーの全文:",
    newRole: "このロールはまだありません。この信頼ポリシーで作成します",
    roleFirst: (role) =>
      `ロール ${role} は、そのアカウントでこれから作成します。AWS は存在しない相手を指すポリシーを受け付けないので、先にロールを作成してください`,
    namedRole:
      "名前を指定してロールを作成するので、--capabilities CAPABILITY_NAMED_IAM を付けてデプロイしてください",
    noTrustResource:
      "Terraform では、信頼ポリシーはロールのリソースの一部です。そのロールのリソースに文を加えてください。ほかの方法は `--format cli` で出せます。ポリシーの全文:",
    noKeyGrants:
      "スタックには KMS の許可 (grant) のリソースがありません。ほかの方法は `--format cli` で出せます。CreateGrant の入力:",
    deploy: (account, region) =>
      `デプロイ先: アカウント ${account}${region === undefined ? "" : `、リージョン ${region}`}`,
    changed: (document) =>
      `中止しました: ${document}が、読んだときと変わっています。sluice grant をもう一度実行してください`,
    nameProfile: (account) => `アカウント ${account} のプロファイルを指定してください`,
    nameIdentityCenterProfile:
      "IAM Identity Center のあるアカウントのプロファイルを指定してください",
    noPermissionSet: (name) => `中止しました: アクセス許可セット ${name} がありません`,
  },
  note: {
    title: (account) =>
      account === "unknown"
        ? "下記のリソースを所有するアカウントへのポリシー変更のお願い"
        : `アカウント ${account} へのポリシー変更のお願い`,
    asks: (callers) => `${callers.join("、")} が次を実行します。`,
    needs: "それには次の権限が必要です。",
    smallerThan: (size) =>
      `対象は ${size} 未満のオブジェクトだけです。パートに分けて送る ${size} 以上のものだけに必要な権限は含みません。`,
    asRole: (role) => `コピーは S3 Batch Operations が ${role} として行います。`,
    onlyThese: "以下の変更で許可されます。このコマンドに要らないものは何も許可しません。",
    add: "次の文を加えます。ポリシーのほかの部分は 1 バイトも変わりません。",
    whole: "変更後のポリシー全文:",
    alone: "ポリシー全文:",
    open: "この変更では許可できないもの",
    checked: "確認したこと",
    withCli: "AWS CLI で行う場合",
    takeBack: "取り消すには",
  },
};

function documentText(document: GrantedDocument, account: string): string {
  const where = account === "unknown" ? "" : ` (アカウント ${account})`;
  switch (document.kind) {
    case "bucketPolicy":
      return `バケット ${document.bucket} のポリシー${where}`;
    case "accessPointPolicy":
      return `アクセスポイント ${lastPart(document.accessPoint)} のポリシー${where}`;
    case "keyPolicy":
      return `KMS キー ${document.key} のポリシー${where}`;
    case "keyGrant":
      return `KMS キー ${document.key} の許可 (grant) ${document.name}${where}`;
    case "vpcEndpointPolicy":
      return `VPC エンドポイント ${document.endpoint} のポリシー${where}`;
    case "trustPolicy":
      return `ロール ${lastPart(document.role)} の信頼ポリシー${where}`;
    case "rolePolicy":
      return `ロール ${document.name} のインラインポリシー ${document.policyName}${where}`;
    case "userPolicy":
      return `ユーザー ${document.name} のインラインポリシー ${document.policyName}${where}`;
    case "permissionSet":
      return `ロール ${document.name} のアクセス許可セットのインラインポリシー${where}`;
  }
}

function opening(opened: Opening): string {
  switch (opened.code) {
    case "sessions":
      return `ロール ${lastPart(opened.role)} のすべてのセッション`;
    case "roles-like":
      return `${opened.patterns.join(" または ")} に当たるすべてのロール`;
    case "account":
      return `アカウント ${opened.account} の、自身のポリシーで許可されている全員`;
    case "jobs":
      return `S3 Batch Operations (アカウント ${opened.account} で s3:CreateJob とこのロールの iam:PassRole を許可されている全員のジョブのため)`;
    case "organization":
      return `組織 ${opened.organization} の、自身のポリシーで許可されている全員`;
    case "permission-set":
      return `アクセス許可セット ${opened.name} を持つ全員 (割り当て先のすべてのアカウント)`;
    case "any-bucket":
      return `そのキーで暗号化された、どのバケットのオブジェクトも (${opened.service} 経由に限る)`;
    case "direct-use":
      return "KMS への直接のリクエスト (許可 (grant) では S3 経由のものと区別できません)";
    case "whole-listing":
      return `バケット ${opened.bucket} のすべてのキーの名前 (エンドポイントのポリシーでは、6 文字に満たないプレフィックスの後に \`*\` を書けません)`;
    case "wildcards":
      return "似た名前のもの (バージョン 2008-10-17 の文書では、名前の中の `*` と `?` はワイルドカードです)";
  }
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function refusal(refused: GrantRefusal): string {
  switch (refused.code) {
    case "explicit-deny":
      return `${refused.need.action} はアカウント ${refused.account} ${layerAfter("の", refused.layer)}が明示的に拒否しています。Deny は所有者の意図なので変更しません。例外を依頼してください`;
    case "limit-silent":
      if (refused.layer === "vpcEndpoint") {
        return `${refused.need.action} ${layerAfter("は", "vpcEndpoint")}で許可されていません。どのエンドポイントかは分かりません。\`--vpc-endpoint vpce-…\` と所有者のプロファイルを指定すれば、\`sluice grant\` が変更を作ります`;
      }
      return `${refused.need.action} はアカウント ${refused.account} ${layerAfter("の", refused.layer)}で許可されていません。許可を追加してもその制限は越えられません。広げるよう依頼してください`;
    case "orphan-principals":
      return `${documentText(refused.document, refused.account)}に、削除済みのプリンシパル (${refused.principals.join(", ")}) があります。それを除くまで AWS はどんな変更も受け付けません。--drop-orphans で除くか、アカウント ${refused.account} に依頼してください`;
    case "key-unusable":
      return keyRefusal(refused);
    case "access-point-unknown":
      return pointRefusal(refused);
    case "federated-caller":
      return `${refused.need.action} を要求しているのはフェデレーションセッションで、自身のポリシーを持ちません。sts:GetFederationToken でそれを開いたアカウント ${refused.account} のユーザーのポリシーと、セッションポリシーに許可を追加してください`;
    case "policy-too-large":
      return `${documentText(refused.document, refused.account)}が ${refused.bytes} バイトになり、上限 ${refused.limit} を超えます`;
    case "policy-refused":
      return `${documentText(refused.document, refused.account)}は S3 に拒否されます: ${refused.message}`;
    case "policy-public":
      return `${documentText(refused.document, refused.account)}は S3 に拒否されます: ${refused.statements.join(", ")} により公開になり、ブロックパブリックアクセスが禁じています。先にアカウント ${refused.account} がそれを除くか狭める必要があります`;
    case "anonymous-caller":
      return `${refused.need.action} は認証情報なしで要求されています。付与する相手がいません`;
  }
}

/** Of an access point, nobody may know more than the name. */
function pointRefusal({ account, accessPoint, why }: PointUnknown): string {
  const alias =
    account === "unknown"
      ? "エイリアスは問い合わせる側のアカウントとリージョンで探されます。ARN で指定するか、"
      : "";
  return `アクセスポイント ${accessPoint} の背後にあるバケットが分からないため (${why.ja})、そのための変更は作れません。${alias}所有者のプロファイルを --owner-profile で指定してください`;
}

type PointUnknown = Extract<GrantRefusal, { readonly code: "access-point-unknown" }>;

/** No policy opens a key that is not there, or one of AWS's own. */
function keyRefusal({
  account,
  isNamed,
  key,
  need,
  state,
}: Extract<GrantRefusal, { readonly code: "key-unusable" }>): string {
  switch (state) {
    case "absent":
      if (isNamed)
        return `\`--sse-kms-key-id\` が指定する KMS キー ${key} は存在しません。存在するキーの完全な ARN を指定してください`;
      return key.includes(":alias/")
        ? `${key} がありません。バケット ${need.bucket} の既定のキーはエイリアスで指定されていて、KMS はそれを書き込む側のアカウントで探します。バケットの所有者がキーの完全な ARN を既定に設定する必要があります`
        : `KMS キー ${key} がありません。バケット ${need.bucket} の所有者が、存在するキーを設定する必要があります`;
    case "otherRegion":
      return `KMS キー ${key} はバケット ${need.bucket} と別のリージョンにあります。バケットと同じリージョンのキーを指定してください`;
    case "disabled":
      return `KMS キー ${key} は無効です。アカウント ${account} が有効にする必要があります`;
    case "pendingDeletion":
      return `KMS キー ${key} は削除待ちです。アカウント ${account} が削除を取り消して有効にする必要があります`;
    case "awsManaged":
      return `KMS キー ${key} は AWS が管理していて、ポリシーは誰にも変更できません。バケット ${need.bucket} の所有者が自分のキーで暗号化する必要があります`;
  }
}
