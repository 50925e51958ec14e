import stringWidth from "fast-string-width";
import type { Diagnosis } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { decodedLines } from "./decoded-lines.ts";
import { wrapLine, wrapText } from "./wrap-text.ts";

interface DiagnosisHints {
  /** Columns to wrap at; undefined for no wrapping. */
  readonly width: number | undefined;
  /** Why what is encoded stays so, where AWS refused to decode it. */
  readonly refused?: string | undefined;
}

/** One denial explained: AWS's words, what they mean, who can act, what else may be behind it. */
export function renderDiagnosis(
  diagnosis: Diagnosis,
  words: Catalogue,
  { width, refused }: DiagnosisHints,
): string {
  const { denial, code, actor, causes, hides, avoid } = diagnosis;
  const { labels, ...explain } = words.explain;
  const lines = (label: string, texts: readonly string[]): readonly string[] =>
    texts.flatMap((text, i) =>
      wrapText(text, { first: `  ${i === 0 ? label : blanksFor(label)}`, width }),
    );
  return [
    ...wrapLine(`✗ ${messageOf(denial)}${explain.times(denial.count)}`, width),
    ...lines(labels.means, [`${words.diagnoses[code]} [${code}]`]),
    ...lines(labels.who, [explain.actor(actor)]),
    ...causes.flatMap((cause, i) =>
      wrapText(words.causes[cause], {
        first: `  ${i === 0 ? labels.causes : blanksFor(labels.causes)}${cause}  `,
        width,
      }),
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
    // Keys and commands stay whole, to be copied.
    ...wholeLines(labels.keys, denial.sampleKeys),
    ...lines(labels.decoded, denial.decoded ? decodedLines(denial.decoded, words.explain) : []),
    ...wholeLines(labels.details, [
      ...(refused === undefined ? [] : [explain.notDecoded(refused)]),
      ...detailsOf(denial, words),
    ]),
    ...(causes.length > 1 && isForCheck(denial) ? lines(labels.next, [explain.next]) : []),
    "",
  ].join("\n");
}

/** What was decoded needs nobody to read it encoded; long texts are cut within it. */
function messageOf({ message, encodedMessage, decoded }: Diagnosis["denial"]): string {
  if (encodedMessage === undefined || decoded === undefined) return message;
  const at = message.indexOf(encodedMessage.slice(0, 20));
  return at < 0 ? message : `${message.slice(0, at)}…`;
}

/** A check is about what syncs ask of S3 and KMS. */
function isForCheck({ action }: Diagnosis["denial"]): boolean {
  return action === undefined || /^(?:s3|kms):/.test(action);
}

function wholeLines(label: string, texts: readonly string[]): readonly string[] {
  return texts.map((text, i) => `  ${i === 0 ? label : blanksFor(label)}${text}`);
}

function blanksFor(label: string): string {
  return " ".repeat(stringWidth(label));
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
