import type { ProbeWords } from "../catalogue.ts";

export const probe: ProbeWords = {
  heading: "AWS に 1 つのオブジェクトで試したこと (データは動かさず、何も残しません):",
  manner: {
    GetObject: "1 バイトだけ",
    CopyObject: "コピー元の ETag が違う場合に限る条件付き",
    PutObject: "既にあるキーに、何もない場合に限る条件付き",
    CreateMultipartUpload: "すぐに中止",
    AbortMultipartUpload: "存在しないアップロード",
  },
  shows: (actions) => `${actions.join("、")} が確認できました`,
  refused: (code, action) =>
    `拒否されました: ${action === undefined ? code : `${code}、${action}`}`,
  open: (code) => `権限については何も分かりません: ${code}`,
  untried: {
    noKey: "試していません: 試せるオブジェクトが分かりません",
    wouldStay: "試していません: s3:AbortMultipartUpload が拒否され、アップロードが残ってしまいます",
  },
  left: ({ upload, object }) =>
    `! ${object} へのアップロード ${upload} を開始しましたが、中止できませんでした。\`aws s3api abort-multipart-upload\` で中止してください`,
  overruled: ({ action, resource }, predicted) =>
    predicted === "allowed"
      ? `! 読み取れた範囲では ${resource} への ${action} は許可されますが、AWS は拒否しました。AWS の答えが優先します`
      : `! 読み取れた範囲では ${resource} への ${action} は拒否されますが、AWS は許可しました。AWS の答えが優先します`,
};
