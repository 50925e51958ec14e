import type { Element, Located, PrincipalEntry } from "../policy-document.ts";
import {
  addEmpty,
  mustBe,
  type Property,
  readProperties,
  readStrings,
  spanOf,
} from "./json-object.ts";
import { type ProblemLog, quoted } from "./problem-log.ts";

type PrincipalType = PrincipalEntry["type"];

const principalTypes: readonly PrincipalType[] = ["AWS", "Service", "Federated", "CanonicalUser"];

/** Reads `Principal` or `NotPrincipal`: `"*"`, or an object of types with their values. */
export function parsePrincipal(property: Property, log: ProblemLog): Element<PrincipalEntry> {
  return {
    negated: property.name.value === "NotPrincipal",
    entries: readEntries(property, log),
    span: property.span,
  };
}

function readEntries(
  { name, value }: Property,
  log: ProblemLog,
): readonly Located<PrincipalEntry>[] {
  if (value.type === "string") {
    if (value.value === "*") return [{ value: { type: "*", value: "*" }, span: spanOf(value) }];
    const found = quoted(String(value.value));
    const sentence = {
      en: `${quoted(name.value)} is ${found}: it must be \`"*"\` or an object such as \`{"AWS": "…"}\``,
      ja: `${quoted(name.value)} が ${found} になっています。\`"*"\` か、\`{"AWS": "…"}\` のようなオブジェクトを書いてください`,
    };
    log.add("wrongType", sentence, { offset: value.offset });
    return [];
  }
  if (value.type !== "object") {
    const wanted = { en: '`"*"` or an object', ja: ' `"*"` かオブジェクト' };
    log.add("wrongType", mustBe(name.value, wanted, value), { offset: value.offset });
    return [];
  }
  const types = readProperties(value, log);
  if (types.length === 0) {
    addEmpty({ name, value }, log);
  }
  return types.flatMap((entry) => readType(entry, log));
}

function readType(property: Property, log: ProblemLog): readonly Located<PrincipalEntry>[] {
  const type = principalTypes.find((known) => known === property.name.value);
  if (type === undefined) {
    const known = principalTypes.map((name) => `\`${name}\``);
    const found = quoted(property.name.value);
    const sentence = {
      en: `unknown principal type ${found}: it must be one of ${known.join(", ")}`,
      ja: `プリンシパルの種類 ${found} は存在しません。${known.join("、")} のいずれかにしてください`,
    };
    log.add("invalidPrincipal", sentence, property.name.span);
    return [];
  }
  return readStrings(property, log).map(({ value, span }) => ({ value: { type, value }, span }));
}
