import { writeFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import type { Sentence } from "../../aws/index.ts";
import {
  applyEdits,
  chooseFixes,
  LINT_RULES,
  type LintFinding,
  lintPolicy,
  type LintText,
  type PolicyUse,
} from "../../policy/index.ts";
import { readTextFile } from "../read-text-file.ts";
import type { EmbeddedPolicy } from "./embedded-policy.ts";
import { FilePositions } from "./file-position.ts";
import { findPolicies, type FoundPolicies } from "./find-policies.ts";
import type { FileFinding, LintReport } from "./lint-report.ts";
import { filesAt } from "./walk-files.ts";

/** What to lint, and how. */
interface LintRequest {
  /** Files and directories; those that are not absolute are under `cwd`. */
  readonly paths: readonly string[];
  readonly cwd: string;
  /** What policy files are for, where nobody should guess. */
  readonly as: PolicyUse | undefined;
  readonly partition: string | undefined;
  /** A file with a policy that says all that may be granted. */
  readonly reference: string | undefined;
  /** Whether to make the automatic fixes. */
  readonly fix: boolean;
}

/** Lints files and all files under directories; with `fix` it mends what can be mended safely. */
export async function lintFiles(request: LintRequest): Promise<LintReport> {
  const { cwd, as } = request;
  const full = (path: string): string => (isAbsolute(path) ? path : join(cwd, path));
  const shown = (file: string): string =>
    file.startsWith(`${cwd}/`) ? file.slice(cwd.length + 1) : file;
  const paths = await filesAt(request.paths.map(full));
  const reference =
    request.reference === undefined
      ? undefined
      : await readTextFile(full(request.reference), "referencePolicy");
  const files: LintedFile[] = [];
  for (const path of paths) {
    const text = await readTextFile(path, "policy");
    files.push({ path, name: shown(path), text, found: findPolicies(text, as) });
  }
  const around = { request, reference, others: textsIn(files) };
  const fixed: { file: string; count: number }[] = [];
  const final: LintedFile[] = [];
  for (const file of files) {
    const mended = request.fix ? fixFile(file, around) : { file, count: 0 };
    final.push(mended.file);
    if (mended.count === 0) continue;
    await writeFile(file.path, mended.file.text);
    fixed.push({ file: file.name, count: mended.count });
  }
  const after = { ...around, others: textsIn(final) };
  return {
    files: files.length,
    policies: final.reduce((sum, { found }) => sum + policiesIn(found).length, 0),
    findings: final.flatMap((file) => findingsIn(file, after)),
    skipped: final.filter(({ found }) => found.kind === "noPolicy").map(({ name }) => name),
    fixed,
  };
}

interface LintedFile {
  readonly path: string;
  /** What the path is called in messages. */
  readonly name: string;
  readonly text: string;
  readonly found: FoundPolicies;
}

interface Around {
  readonly request: LintRequest;
  readonly reference: string | undefined;
  readonly others: readonly LintText[];
}

function policiesIn(found: FoundPolicies): readonly EmbeddedPolicy[] {
  return found.kind === "policies" ? found.policies : [];
}

/** Only policies about keys bear on others. */
function textsIn(files: readonly LintedFile[]): readonly LintText[] {
  return files
    .flatMap(({ found }) => policiesIn(found))
    .filter(({ text }) => /kms:/i.test(text))
    .map(({ text, as }) => ({ text, as }));
}

function findingsIn(file: LintedFile, around: Around): readonly FileFinding[] {
  const { found } = file;
  const positions = new FilePositions(file.name, file.text);
  switch (found.kind) {
    case "noPolicy":
      return [];
    case "unreadable": {
      const { offset, length } = found.at;
      const shown = positions.show(unreadable(found.reason), found.at, {
        within: undefined,
        isFixable: false,
      });
      const { line, column } = shown;
      return [{ ...shown, finding: { ...shown.finding, line, column, span: { offset, length } } }];
    }
    case "policies":
      return found.policies.flatMap((policy) =>
        lintEmbedded(policy, around).map((finding) =>
          positions.show(finding, policy.place(finding.span), {
            within: policy.within,
            isFixable: fixOf(finding, policy)?.automatic === true,
          }),
        ),
      );
  }
}

function lintEmbedded(
  { text, as, bucket }: EmbeddedPolicy,
  { request, reference, others }: Around,
): readonly LintFinding[] {
  const { partition } = request;
  return lintPolicy(text, { as, bucket, partition, reference, others });
}

function unreadable(reason: Sentence): LintFinding {
  const { name, severity } = LINT_RULES.SL04;
  const place = { line: 1, column: 1, span: { offset: 0, length: 1 } };
  const parameters = { problem: "invalidJson" as const, subject: reason };
  return { rule: "SL04", name, severity, ...place, parameters };
}

/** A finding's fix as edits of the file that its policy is in. */
function fixOf({ fix }: LintFinding, { translate }: EmbeddedPolicy): LintFinding["fix"] {
  const edits = fix === undefined ? undefined : translate(fix.edits);
  return fix === undefined || edits === undefined ? undefined : { ...fix, edits };
}

/** As `fixPolicy`: one fix may lay bare another finding. */
const MAXIMUM_ROUNDS = 20;

function fixFile(
  file: LintedFile,
  around: Around,
): { readonly file: LintedFile; readonly count: number } {
  let current = file;
  let count = 0;
  for (let round = 0; round < MAXIMUM_ROUNDS; round++) {
    const fixes = policiesIn(current.found).flatMap((policy) =>
      lintEmbedded(policy, around).map((finding) => ({ fix: fixOf(finding, policy) })),
    );
    const chosen = chooseFixes(fixes);
    if (chosen.length === 0) break;
    const edits = chosen.flatMap(({ fix }) => fix?.edits ?? []);
    const text = applyEdits(current.text, edits);
    current = { ...current, text, found: findPolicies(text, around.request.as) };
    count += chosen.length;
  }
  return { file: current, count };
}
