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
  key: "KMS キーポリシー",
};
