import type { Layer } from "../../../policy/index.ts";
import { type Edits, type PolicyPlaceName, withText } from "./edits.ts";
import type { Language } from "./given.ts";
import type { LargeObjects } from "./said-sizes.ts";

/** What is on the page: all of it is in the address, so that a link shows the same. */
export interface PageState {
  readonly language: Language;
  /** A story's id, `live` for the lab beside the page, or `world` for a world file that was opened: a link does not hold the file. */
  readonly from: string;
  readonly profile: string;
  readonly source: string;
  readonly destination: string;
  /** What somebody said of the sizes of what goes; undefined where nobody did. */
  readonly large: LargeObjects | undefined;
  /** Which permission of the run, counted from 0; the first that is not allowed where nobody picked. */
  readonly need: number | undefined;
  readonly layer: Layer | undefined;
  readonly edits: Edits;
}

/** The part of an address after `#` that says all of a state. */
export function fragmentOf(state: PageState): string {
  const { language, from, profile, source, destination, large, need, layer, edits } = state;
  const fields = new Map([
    ["lang", language],
    ["from", from],
    ["profile", profile],
    ["source", source],
    ["destination", destination],
    ["large", large ?? ""],
    ["need", need === undefined ? "" : String(need)],
    ["gate", layer ?? ""],
  ]);
  const changed = [...edits.values()].map(({ layer: of, attachedTo, name, text }) => [
    "edit",
    JSON.stringify([of, attachedTo, name, text]),
  ]);
  return [...fields, ...changed]
    .filter(([, value]) => value !== "")
    .map(([name = "", value = ""]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
}

/** Reads what `fragmentOf` wrote; whatever else stands there is left out. */
export function stateOfFragment(fragment: string, start: PageState): PageState {
  const fields = fragment
    .replace(/^#/, "")
    .split("&")
    .map((field) => /^([a-z]+)=(.*)$/s.exec(field))
    .flatMap((match) =>
      match === null ? [] : [[match[1] ?? "", decoded(match[2] ?? "")] as const],
    );
  const said = new Map(fields);
  const layer = said.get("gate");
  const need = Number(said.get("need") ?? NaN);
  return {
    language: said.get("lang") === "ja" ? "ja" : said.get("lang") === "en" ? "en" : start.language,
    from: said.get("from") ?? start.from,
    profile: said.get("profile") ?? "",
    source: said.get("source") ?? "",
    destination: said.get("destination") ?? "",
    large: readLarge(said.get("large")),
    need: Number.isSafeInteger(need) && need >= 0 ? need : undefined,
    layer: isLayer(layer) ? layer : undefined,
    edits: fields
      .filter(([name]) => name === "edit")
      .flatMap(([, value]) => readEdit(value))
      .reduce<Edits>((all, { place, text }) => withText(all, place, text), new Map()),
  };
}

function readLarge(text: string | undefined): LargeObjects | undefined {
  return text === "some" || text === "none" ? text : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

interface ReadEdit {
  readonly place: PolicyPlaceName;
  readonly text: string;
}

function readEdit(written: string): readonly ReadEdit[] {
  let fields: unknown;
  try {
    fields = JSON.parse(written);
  } catch {
    return [];
  }
  if (!Array.isArray(fields) || !fields.every((field) => typeof field === "string")) return [];
  const [layer, attachedTo, name, text] = fields;
  if (attachedTo === undefined || name === undefined || text === undefined) return [];
  return isLayer(layer) ? [{ place: { layer, attachedTo, name }, text }] : [];
}

const layers: Readonly<Record<Layer, true>> = {
  serviceControl: true,
  resourceControl: true,
  vpcEndpoint: true,
  identity: true,
  boundary: true,
  session: true,
  resource: true,
  roleTrust: true,
  accessPoint: true,
  publicAccessBlock: true,
  objectOwnership: true,
  requesterPays: true,
  sseCBlocked: true,
  expectedBucketOwner: true,
  keyPolicy: true,
  keyGrant: true,
  key: true,
};

function isLayer(text: string | undefined): text is Layer {
  return text !== undefined && Object.hasOwn(layers, text);
}
