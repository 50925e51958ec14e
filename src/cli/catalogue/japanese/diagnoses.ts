import type { Catalogue } from "../catalogue.ts";

export const diagnoses: Catalogue["diagnoses"] = {
  "identity-policy-silent":
    "呼び出し元のユーザーまたはロールのポリシーに、この操作の許可がありません",
  "identity-policy-denies":
    "呼び出し元のユーザーまたはロールのポリシーが明示的に拒否しています。Allow を足しても通りません",
  "resource-policy-silent":
    "バケット自身のポリシーがこの呼び出し元を許可していません。別アカウントの管理者権限はここには届きません",
  "resource-policy-denies": "バケットポリシーが明示的に拒否しています。Allow を足しても通りません",
  "service-control-silent": "呼び出し元の組織の SCP に、この操作の許可がありません",
  "service-control-denies": "呼び出し元の組織の SCP が明示的に拒否しています",
  "resource-control-denies": "バケット所有者の組織の RCP が明示的に拒否しています",
  "boundary-silent": "呼び出し元のアクセス許可の境界に、この操作が含まれていません",
  "boundary-denies": "呼び出し元のアクセス許可の境界が明示的に拒否しています",
  "session-policy-silent": "この一時認証情報のセッションポリシーに、この操作が含まれていません",
  "session-policy-denies": "この一時認証情報のセッションポリシーが明示的に拒否しています",
  "vpc-endpoint-silent": "経路上の VPC エンドポイントのポリシーに、この操作の許可がありません",
  "vpc-endpoint-denies": "経路上の VPC エンドポイントのポリシーが明示的に拒否しています",
  "role-trust-silent": "ロールの信頼ポリシーが、この呼び出し元の引き受けを許可していません",
  "role-trust-denies": "ロールの信頼ポリシーが、この呼び出し元の引き受けを拒否しています",
  "public-policy-blocked":
    "公開とみなされるバケットポリシーを、ブロックパブリックアクセスが拒否しました",
  "public-acl-blocked": "公開 ACL を、ブロックパブリックアクセスが拒否しました",
  "object-locked": "オブジェクトロックがこのバージョンを保護しています",
  "sse-c-blocked": "このバケットは、利用者提供キーによる暗号化 (SSE-C) を受け付けません",
  "key-not-usable":
    "この呼び出し元は KMS キーを使えません。キーが別の場所にあるか、キーポリシーに許可がないか、拒否しています",
  "denied-without-reason":
    "拒否されましたが、AWS は理由を示していません (組織をまたぐ場合の仕様です)。どちら側のポリシーも原因になりえます",
  "denied-in-own-account":
    "拒否されましたが、AWS は理由を示していません。これを決めるのは、呼び出し元のアカウントと組織のポリシーだけです",
  "denied-by-unnamed-layer":
    "どこかのポリシーが明示的に拒否していますが、AWS はどれかを示していません",
  "denied-encoded": "拒否されました。理由は、AWS が暗号化したメッセージの中にあります",
  "head-refused":
    "HEAD リクエストが拒否されました。この応答に理由は付きません。s3:ListBucket がないと、存在しないキーでも 403 になります",
  "credentials-expired":
    "認証情報の有効期限が切れています。`aws sso login --profile 名前` で入り直してください。権限の不足ではありません",
  "credentials-invalid":
    "認証情報が無効か、期限切れです。プロファイルと環境変数 AWS_… を確認してください。中国 (`aws-cn`) など別のパーティションの認証情報も使えません。権限の不足ではありません",
  "credentials-missing": "認証情報がありません。権限の不足ではありません",
  "clock-skewed": "このマシンの時計が AWS と 15 分以上ずれています。権限の不足ではありません",
  "profile-missing": "AWS の設定ファイルにそのプロファイルがありません。権限の不足ではありません",
  "principal-invalid":
    "ポリシーに書かれたユーザーまたはロールは、その名前のとおり (パスも含めて) には存在しません",
  "policy-malformed": "このポリシーは、書かれたままでは S3 に保存できません",
  "acls-disabled":
    "このバケットは ACL が無効です。--acl を外すか、bucket-owner-full-control にしてください",
  "bucket-missing":
    "そのバケットは AWS のこのパーティションに存在しません。権限の不足ではありません。中国 (`aws-cn`) や GovCloud (`aws-us-gov`) のバケットは、そのパーティションの認証情報でしか見えません",
  "key-missing": "そのオブジェクトは存在しません。権限の不足ではありません",
  "wrong-region": "バケットは別のリージョンにあります。権限の不足ではありません",
  throttled: "AWS が速度を落とすよう求めています。権限の不足ではありません",
  "account-suspended": "アカウントが停止中か、利用登録がありません。AWS サポートに確認してください",
  "not-the-owner": "この操作は、バケットを所有するアカウントからしか行えません",
  "object-archived":
    "オブジェクトはアーカイブされています。先に復元が必要です。権限の不足ではありません",
  "encryption-key-refused":
    "KMS キーが無効か、削除待ちか、別リージョンか、エイリアスで指定されています。権限の不足ではありません",
  "head-unclear":
    "S3 は HEAD を拒否した理由を示しません。多くは、`--sse-c` の鍵がない、オブジェクトのものと違う、鍵のないオブジェクトに指定した、またはトークンの期限切れです。権限の不足ではありません",
  "job-missing":
    "アカウントのこのリージョンに、S3 バッチオペレーションのそのジョブはありません。あるものは `sluice jobs` で一覧にできます。権限の不足ではありません",
  "unknown-error": "このエラーはカタログにありません",
};
