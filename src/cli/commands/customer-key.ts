import { readFileSync } from "node:fs";
import { type SyncOptions, systemReason } from "../../app/index.ts";
import { sameInBoth, UsageError } from "../../aws/index.ts";
import { type Arguments, valueOf } from "../arguments/option.ts";

type CustomerKey = NonNullable<SyncOptions["sourceCustomerKey"]>;

const KEY_BYTES = 32;

/** The key of `--sse-c` or its like, which must come with it: AWS takes neither without the other. */
export function customerKeyOf(
  args: Arguments,
  option: "sse-c" | "sse-c-copy-source",
): CustomerKey | undefined {
  const algorithm = valueOf(args, option);
  const text = valueOf(args, `${option}-key`);
  if (algorithm === undefined && text === undefined) return undefined;
  if (algorithm === undefined || text === undefined) {
    const [given, missing] =
      text === undefined ? [option, `${option}-key`] : [`${option}-key`, option];
    throw new UsageError({
      en: `cannot use \`--${given}\` without \`--${missing}\`: give both`,
      ja: `\`--${given}\` は \`--${missing}\` なしでは使えません。両方を指定してください`,
    });
  }
  const key = text.startsWith("fileb://") ? readKeyFile(text, option) : Buffer.from(text);
  if (key.length !== KEY_BYTES) {
    // The key itself is a secret: only its length is told.
    throw new UsageError({
      en: `cannot use the key of \`--${option}-key\`: it has ${key.length} bytes and must have ${KEY_BYTES}`,
      ja: `\`--${option}-key\` のキーは使えません。長さが ${key.length} バイトですが、${KEY_BYTES} バイトである必要があります`,
    });
  }
  return { algorithm, key };
}

function readKeyFile(uri: string, option: string): Buffer {
  const path = uri.slice("fileb://".length);
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = systemReason(error) ?? sameInBoth(String(error));
    throw new UsageError({
      en: `cannot read \`${path}\` for \`--${option}-key\`: ${reason.en}`,
      ja: `\`--${option}-key\` の \`${path}\` を読み込めません: ${reason.ja}`,
    });
  }
}
