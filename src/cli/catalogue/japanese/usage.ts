import type { Catalogue } from "../catalogue.ts";

export const usage: Catalogue["usage"] = (fault) => {
  switch (fault.code) {
    case "unknownCommand":
      return `コマンド \`${fault.name}\` はありません。${fault.meant === undefined ? "コマンドの一覧は `sluice --help` で見られます" : `\`sluice ${fault.meant}\` ではありませんか`}`;
    case "wrongOperands":
      return `\`sluice ${fault.command}\` は引数 ${fault.count} 個では実行できません。\`${fault.form}\` の形で指定してください`;
    case "unknownOption":
      return `\`sluice ${fault.command}\` にオプション \`${fault.option}\` はありません。${
        fault.meant === undefined
          ? `オプションの一覧は \`sluice ${fault.command} --help\` で見られます`
          : `\`--${fault.meant}\` ではありませんか`
      }`;
    case "takesNoValue":
      return `\`sluice ${fault.command}\` のオプション \`${fault.option}\` は値を取りませんが、\`${fault.value}\` が指定されました`;
    case "needsValue":
      return `\`sluice ${fault.command}\` のオプション \`${fault.option}\` には値が必要です。\`${fault.option} ${fault.placeholder}\` の形で指定してください`;
    case "notOneOf":
      return `\`${fault.option}\` に \`${fault.value}\` は使えません。${fault.allowed.map((one) => `\`${one}\``).join("、")} のどれかを指定してください`;
    case "notWhole":
      return `\`${fault.option}\` に \`${fault.value}\` は使えません。${fault.min} から ${fault.max} までの整数を指定してください`;
  }
};
