import { UNKNOWN_TEXT } from "../../policy/index.ts";
import { itemsOf, type LocatedMap, type LocatedValue, textOf } from "./located-value.ts";

/** A map that CloudFormation replaces by a value: `{"Ref": …}`, `{"Fn::Sub": …}`. */
export function asIntrinsic(value: LocatedValue): LocatedMap | undefined {
  if (value.kind !== "map" || value.entries.length !== 1) return undefined;
  const isFunction = value.entries.every(({ name }) => name === "Ref" || name.startsWith("Fn::"));
  return isFunction ? value : undefined;
}

/** What an intrinsic gives, with a stand-in for each part that only CloudFormation knows. */
export function intrinsicText({ entries }: LocatedMap): string {
  const [first] = entries;
  const text = textOf(first?.value);
  switch (first?.name ?? "") {
    case "Ref":
      return text === undefined ? UNKNOWN_TEXT : parameterText(text);
    case "Fn::Sub":
      return substituted(text ?? textOf(itemsOf(first?.value)[0]) ?? "${}");
    case "Fn::Join":
      return joined(itemsOf(first?.value));
    default:
      return UNKNOWN_TEXT;
  }
}

/** `${!Name}` is the text `${Name}`, which is how templates write IAM's variables. */
function substituted(text: string): string {
  return text.replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) =>
    literal === "!" ? `\${${name}}` : parameterText(name.trim()),
  );
}

/** Templates are written for the standard partition unless they say otherwise. */
function parameterText(name: string): string {
  if (name === "AWS::Partition") return "aws";
  return name === "AWS::URLSuffix" ? "amazonaws.com" : UNKNOWN_TEXT;
}

function joined([delimiter, list]: readonly LocatedValue[]): string {
  const items = itemsOf(list);
  if (list?.kind !== "list") return UNKNOWN_TEXT;
  return items
    .map((item) => {
      const intrinsic = asIntrinsic(item);
      return intrinsic === undefined ? (textOf(item) ?? UNKNOWN_TEXT) : intrinsicText(intrinsic);
    })
    .join(textOf(delimiter) ?? UNKNOWN_TEXT);
}
