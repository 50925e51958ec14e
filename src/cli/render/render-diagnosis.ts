import stringWidth from "fast-string-width";
import type { Diagnosis } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";

/** One denial explained: AWS's words, what they mean, who can act, what else may be behind it. */
export function renderDiagnosis(diagnosis: Diagnosis, words: Catalogue): string {
  const { denial, code, actor, causes, hides, avoid } = diagnosis;
  const { labels, ...explain } = words.explain;
  const lines = (label: string, texts: readonly string[]): readonly string[] =>
    texts.map((text, i) => `  ${i === 0 ? label : " ".repeat(stringWidth(label))}${text}`);
  return [
    `✗ ${denial.message}${explain.times(denial.count)}`,
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
    ...lines(labels.details, detailsOf(denial, words)),
    ...(causes.length > 1 ? lines(labels.next, [explain.next]) : []),
    "",
  ].join("\n");
}

const DECODE = "aws sts decode-authorization-message --query DecodedMessage --output text";

/** Where AWS tells more than its text. */
function detailsOf(
  { encodedMessage, authorizationId }: Diagnosis["denial"],
  { explain }: Catalogue,
): readonly string[] {
  return [
    ...(encodedMessage === undefined
      ? []
      : [explain.decode(`${DECODE} --encoded-message ${encodedMessage} | sluice explain`)]),
    ...(authorizationId === undefined ? [] : [explain.askForDetails(authorizationId)]),
  ];
}

/** The role of a session's ARN, `…:assumed-role/ROLE/SESSION`. */
function roleNameIn(principal: string | undefined): string | undefined {
  return principal === undefined ? undefined : /:assumed-role\/([^/]+)\//.exec(principal)?.[1];
}
