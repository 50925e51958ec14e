import { awsCliFiles } from "../src/app/grant-formats/aws-cli.ts";
import type { Diagnosis } from "../src/access/index.ts";
import { explainText } from "../src/app/explain-text.ts";
import type { Catalogue } from "../src/cli/catalogue/catalogue.ts";
import { english } from "../src/cli/catalogue/english/english.ts";
import { japanese } from "../src/cli/catalogue/japanese/japanese.ts";
import { renderDiagnosis } from "../src/cli/render/render-diagnosis.ts";
import { sentencesOf } from "../src/cli/render/render-lint.ts";
import { lintPolicy } from "../src/policy/index.ts";
import { fixOf } from "../src/web/ui/view/fix-of.ts";
import type { Language } from "../src/web/ui/view/given.ts";
import type { ExplainedError, PageTools } from "../src/web/ui/view/page-tools.ts";

/** The parts of the command line that the page has too, in its words; the page may not import them itself. */
export const pageTools: PageTools = {
  lint: (text, { use, bucket, language }) =>
    lintPolicy(text, { as: use, bucket }).map((finding) => {
      const { line, column, severity, rule, span } = finding;
      const words = wordsIn(language);
      return {
        ...{ line, column, ...span, rule, severity, isFault: rule === "SL04" },
        severityText: words.lint.severities[severity],
        ...sentencesOf(finding, words),
      };
    }),
  fix: fixOf,
  scripts: (edits, language) => {
    const { grant } = wordsIn(language);
    const notes = { document: grant.document, ...grant.notes };
    return [...new Set(edits.map(({ account }) => account))].map((account) => ({
      account,
      text: awsCliFiles({
        edits: edits.filter((edit) => edit.account === account),
        profiles: new Map(),
        notes,
      })
        .map((file) => file.text)
        .join("\n"),
    }));
  },
  explain: (text, language) =>
    explainText(text).map((diagnosis) => {
      const { principal, action, bucket, sourceBucket, destinationBucket } = diagnosis.denial;
      return {
        ...diagnosisRows(diagnosis, wordsIn(language)),
        ...(principal !== undefined && { principal }),
        ...(action !== undefined && { action }),
        ...(bucket !== undefined && { bucket }),
        ...(sourceBucket !== undefined && { sourceBucket }),
        ...(destinationBucket !== undefined && { destinationBucket }),
      };
    }),
};

/** What the command line prints of a diagnosis, in rows: a browser aligns them by itself. */
function diagnosisRows(
  diagnosis: Diagnosis,
  words: Catalogue,
): Pick<ExplainedError, "message" | "told"> {
  const labels = Object.values(words.explain.labels);
  const [message = "", ...lines] = renderDiagnosis(diagnosis, words, { width: undefined })
    .trimEnd()
    .split("\n");
  const told: { label: string; texts: string[] }[] = [];
  for (const line of lines) {
    const label = labels.find((one) => line.startsWith(`  ${one}`));
    if (label === undefined) told.at(-1)?.texts.push(line.trim());
    else told.push({ label: label.trim(), texts: [line.slice(label.length + 2).trim()] });
  }
  return { message, told };
}

function wordsIn(language: Language): Catalogue {
  return language === "ja" ? japanese : english;
}
