import { decodeXmlText, escapeXml } from "../../aws/index.ts";
import type { Cancellable, Tag } from "../../sync/index.ts";
import type { S3Connection } from "./s3-connection.ts";

export async function getObjectTagging(
  connection: S3Connection,
  key: string,
  { signal }: Cancellable,
): Promise<readonly Tag[]> {
  const { body } = await connection.send({
    operation: "GetObjectTagging",
    method: "GET",
    key,
    query: "tagging=",
    signal,
  });
  return Array.from(body.toString("utf8").matchAll(/<Tag>(.*?)<\/Tag>/gs), ([, tag = ""]) => ({
    key: elementOf(tag, "Key"),
    value: elementOf(tag, "Value"),
  }));
}

export async function putObjectTagging(
  connection: S3Connection,
  { key, tags }: { readonly key: string; readonly tags: readonly Tag[] },
  { signal }: Cancellable,
): Promise<void> {
  const set = tags.map(
    (tag) => `<Tag><Key>${escapeXml(tag.key)}</Key><Value>${escapeXml(tag.value)}</Value></Tag>`,
  );
  await connection.send({
    operation: "PutObjectTagging",
    method: "PUT",
    key,
    query: "tagging=",
    headers: [["content-type", "application/xml"]],
    body: Buffer.from(
      `<Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet>${set.join("")}</TagSet></Tagging>`,
    ),
    signal,
  });
}

function elementOf(xml: string, name: string): string {
  return decodeXmlText(new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "");
}
