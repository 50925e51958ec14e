import stringWidth from "fast-string-width";
import type { Diagnosis } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { decodedLines } from "./decoded-lines.ts";

/**
 * One denial explained: AWS's words, what they mean, who can act, what else may be behind it; and why what is encoded
 * stays so, where AWS refused to decode it.
 */
export function renderDiagnosis(diagnosis: Diagnosis, words: Catalogue, refused?: string): string {
  const { denial, code, actor, causes, hides, avoid } = diagnosis;
  const { labels, ...explain } = words.explain;
  const lines = (label: string, texts: readonly string[]): readonly string[] =>
    texts.map((text, i) => `  ${i === 0 ? label : " ".repeat(stringWidth(label))}${text}`);
  return [
    `✗ ${messageOf(denial)}${explain.times(denial.count)}`,
    ...lines(labels.means, [`${words.diagnoses[code]} [${code}]`]),
    ...lines(labels.who, [explain.actor(actor)]),
    ...lines(
      labels.causes,
      causes.map((cause) => `${cause}  ${words.causes[cause]}`),
    ),
    ...lines(
      labels.hides,
      hides.map(({ action, bucket, side }) => [action, bucket ?? words.check[side]].join("  ")),
    ),
    ...lines(
      labels.avoid,
      avoid.map((fix) => explain.wrongFix(fix)),
    ),
    ...(code === "resource-policy-silent"
      ? lines(labels.fix, [explain.allowInBucketPolicy(roleNameIn(denial.principal))])
      : []),
    ...lines(labels.keys, denial.sampleKeys),
    ...lines(labels.decoded, denial.decoded ? decodedLines(denial.decoded, words.explain) : []),
    ...lines(labels.details, [
      ...(refused === undefined ? [] : [explain.notDecoded(refused)]),
      ...detailsOf(denial, words),
    ]),
    ...(causes.length > 1 ? lines(labels.next, [explain.next]) : []),
    "",
  ].join("\n");
}

/** What was decoded needs nobody to read it encoded. */
function messageOf({ message, encodedMessage, decoded }: Diagnosis["denial"]): string {
  if (encodedMessage === undefined || decoded === undefined) return message;
  return message.replace(encodedMessage, "…");
}

const DECODE = "aws sts decode-authorization-message --query DecodedMessage --output text";

/** Where AWS tells more than its text. */
function detailsOf(
  { encodedMessage, decoded, authorizationId }: Diagnosis["denial"],
  { explain }: Catalogue,
): readonly string[] {
  return [
    ...(encodedMessage === undefined || decoded !== undefined
      ? []
      : [explain.decode(`${DECODE} --encoded-message ${encodedMessage} | sluice explain`)]),
    ...(authorizationId === undefined ? [] : [explain.askForDetails(authorizationId)]),
  ];
}

/** The role of a session's ARN, `…:assumed-role/ROLE/SESSION`. */
function roleNameIn(principal: string | undefined): string | undefined {
  return principal === undefined ? undefined : /:assumed-role\/([^/]+)\//.exec(principal)?.[1];
}
