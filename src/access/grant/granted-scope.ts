import { s3Arn } from "../../aws/index.ts";
import type { Statement } from "../../policy/index.ts";
import type { Need } from "../needs/need.ts";
import { literalPattern } from "./grant-statements.ts";

/** Tells whether all that a statement of ours opens in S3 lies where these needs do; of keys it says nothing. */
export function scopeOf(needs: readonly Need[]): (statement: Statement) => boolean {
  const objects = needs.filter(({ resource }) => resource.includes("/"));
  const listings = needs.filter(({ resource }) => !resource.includes("/"));
  const isWithin = (pattern: string, starts: readonly string[]): boolean =>
    starts.some((start) => pattern.startsWith(start));
  const ofObjects = objects.flatMap(({ resource }) => spellings(resource));
  const prefixesOf = (bucketArn: string): readonly string[] =>
    listings
      .filter(({ bucket }) => s3Arn(bucket) === bucketArn)
      .flatMap(({ context }) => spellings(context["s3:prefix"]?.[0] ?? ""));
  return (statement) =>
    (statement.resource?.entries ?? []).every(({ value }) => {
      if (!value.includes(":s3:::")) return true;
      if (value.includes("/")) return isWithin(value, ofObjects);
      const listed = listedPrefixes(statement);
      return (listed.length === 0 ? [""] : listed).every((one) => isWithin(one, prefixesOf(value)));
    });
}

/** As it stands in a document that knows variables, and in an older one. */
function spellings(text: string): readonly string[] {
  return [literalPattern(text, { version: "2012-10-17" }), text];
}

function listedPrefixes({ conditions }: Statement): readonly string[] {
  return conditions
    .filter(({ key }) => key.toLowerCase() === "s3:prefix")
    .flatMap(({ values }) => values.map(({ value }) => value));
}
