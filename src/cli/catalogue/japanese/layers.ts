import type { Catalogue } from "../catalogue.ts";

export const layers: Catalogue["layers"] = {
  identity: "アイデンティティポリシー",
  resource: "バケットポリシー",
  serviceControl: "サービスコントロールポリシー (SCP)",
  resourceControl: "リソースコントロールポリシー (RCP)",
  boundary: "アクセス許可の境界",
  session: "セッションポリシー",
  vpcEndpoint: "VPC エンドポイントポリシー",
  roleTrust: "ロールの信頼ポリシー",
  blockPublicPolicy: "ブロックパブリックアクセス",
  blockPublicAcls: "ブロックパブリックアクセス",
  objectLock: "オブジェクトロック",
  sseCBlocked: "バケットの暗号化設定",
  accessPoint: "アクセスポイントポリシー",
  publicAccessBlock: "ブロックパブリックアクセス",
  objectOwnership: "オブジェクト所有者と ACL",
  requesterPays: "リクエスタ支払い",
  expectedBucketOwner: "想定バケット所有者",
  keyPolicy: "KMS キーポリシー",
  keyGrant: "KMS の許可 (grant)",
  key: "KMS キーポリシー",
};

/** A layer after a Japanese word: before Latin letters stands a space. */
export function layerAfter(word: string, layer: keyof typeof layers): string {
  const name = layers[layer];
  return /^[A-Z]/.test(name) ? `${word} ${name}` : `${word}${name}`;
}
