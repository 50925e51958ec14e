import { quotedText } from "./printable-text.ts";
import type { ExplanationWords } from "./words.ts";

const places = {
  organization: "組織",
  account: "アカウント",
  bucket: "バケット",
  accessPoint: "アクセスポイント",
} as const;

function placesText(setOn: readonly (keyof typeof places)[]): string {
  return setOn.map((place) => places[place]).join("と");
}

/** Why a setting of S3 stops a request, in Japanese. */
export const japaneseSettings: ExplanationWords["settings"] = {
  publicAccess: ({ flag, setOn }, statements) => {
    const where = `${placesText(setOn)}のブロックパブリックアクセス設定 ${flag}`;
    const because =
      statements.length === 0 ? "" : ` (公開にしているのは${statements.join("と、")})`;
    switch (flag) {
      case "RestrictPublicBuckets":
        return `バケットポリシーが公開とみなされるため、${where} がほかのアカウントをすべて拒否しています${because}`;
      case "BlockPublicPolicy":
        return `公開とみなされるポリシーを、${where} が拒否しています${because}`;
      case "BlockPublicAcls":
        return `公開とみなされる ACL を、${where} が拒否しています`;
    }
  },
  acl: ({ owner, isForeign, ignoredOn }) => {
    const ignored =
      ignoredOn.length === 0
        ? ""
        : `。${placesText(ignoredOn)}の IgnorePublicAcls により、公開の許可は無視されます`;
    switch (isForeign) {
      case "yes":
        return `オブジェクトはアカウント ${owner} のものなのでバケットポリシーでは許可できず、ACL にも許可がありません${ignored}`;
      case "no":
        return `ACL にも許可がありません${ignored}`;
      case "unknown":
        return `オブジェクトの所有者が分かりません。バケットポリシーの Allow は、バケット所有者のオブジェクトにしか効きません${ignored}`;
    }
  },
  aclsDisabled: ({ acl }) =>
    `バケットの ACL は無効ですが、リクエストが ${quotedText(acl)} を付けています`,
  requesterPays: ({ acceptsCharges }) =>
    acceptsCharges
      ? "バケットはリクエスタ支払いで、署名のないリクエストは支払えません"
      : "バケットはリクエスタ支払いですが、リクエストが支払いに同意していません (`--request-payer requester` で同意します)",
  sseCBlocked: () => "バケットは、顧客提供のキー (SSE-C) による新しいオブジェクトを受け付けません",
  expectedOwner: ({ expected, actual }) =>
    `リクエストはバケットの所有者をアカウント ${expected} と想定していますが、実際は ${actual} です`,
  endpointRegion: ({ region, bucketRegion }) =>
    `VPC エンドポイントは ${region} にあり、同じリージョンのバケットにしか届きませんが、このバケットは ${bucketRegion} にあります`,
  accessPointVpc: ({ vpc, from }) =>
    `アクセスポイントは VPC ${quotedText(vpc)} からのリクエストしか受け付けませんが、このリクエストは${from === undefined ? "インターネット経由" : ` ${quotedText(from)} から`}です`,
};
