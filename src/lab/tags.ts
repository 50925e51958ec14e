import type { Pairs } from "./state/stored-object.ts";

/** Tags with others put over them; keys of IAM and STS differ whatever their case. */
export function mergeTags(tags: Pairs, added: Pairs): Pairs {
  const all = new Map(tags.map((tag) => [tag[0].toLowerCase(), tag]));
  for (const tag of added) all.set(tag[0].toLowerCase(), tag);
  return [...all.values()];
}

/** `aws:RequestTag/…` and `aws:TagKeys` of a request that carries tags. */
export function requestTags(tags: Pairs): Readonly<Record<string, string | readonly string[]>> {
  if (tags.length === 0) return {};
  return {
    ...Object.fromEntries(
      tags.map(([key, value]) => [`aws:requesttag/${key.toLowerCase()}`, value]),
    ),
    "aws:tagkeys": tags.map(([key]) => key),
  };
}
