import type { Tri } from "../decision.ts";
import type {
  ExplainedCondition,
  ExplainedGate,
  ExplainedStatement,
  Explanation,
} from "./explanation.ts";
import { askedWords, gateWords, statementName } from "./policy-words.ts";
import { nameOf } from "./principal-shortfall.ts";
import { printableText } from "./printable-text.ts";
import { settingText } from "./setting-text.ts";
import { fittingEntries, shortfallText } from "./statement-words.ts";
import type { AskedWords, ExplanationWords } from "./words.ts";

/** One line of an explanation's tree. */
export interface TreeLine {
  readonly depth: number;
  /** `✓` lets pass or matches, `✗` stops or misses, `?` cannot be told, `–` has no say. */
  readonly mark: "✓" | "✗" | "?" | "–";
  readonly text: string;
}

/** The whole tree as lines: the request, its gates, their statements, elements and conditions. */
export function treeLines(explanation: Explanation, words: ExplanationWords): readonly TreeLine[] {
  const { request, outcome, gates } = explanation;
  const name = nameOf(request.caller);
  const caller = words.tree.caller(name === undefined ? name : printableText(name));
  const head = `${words.tree.outcomes[outcome](askedWords(explanation))} (${caller})`;
  return [
    { depth: 0, mark: outcomeMarks[outcome], text: head },
    ...gates.flatMap((gate) => gateLines(gate, explanation, words)),
  ];
}

const outcomeMarks = {
  allowed: "✓",
  explicitDeny: "✗",
  implicitDeny: "✗",
  unknown: "?",
} as const;

const resultMarks: Readonly<Record<Tri, TreeLine["mark"]>> = { yes: "✓", no: "✗", unknown: "?" };

/** Whether a gate lets pass. */
export function gateMark({
  allows,
  denies,
  required,
  exemptBecause,
}: Pick<ExplainedGate, "allows" | "denies" | "required" | "exemptBecause">): TreeLine["mark"] {
  if (exemptBecause !== undefined) return "–";
  if (denies !== "no") return denies === "yes" ? "✗" : "?";
  return allows === "no" && required === "no" ? "–" : resultMarks[allows];
}

function gateLines(
  gate: ExplainedGate,
  explanation: Explanation,
  words: ExplanationWords,
): readonly TreeLine[] {
  const { exemptBecause, levels = [], statements, calls = [], setting } = gate;
  const because = exemptBecause === undefined ? "" : `: ${words.exemption(exemptBecause)}`;
  const under = (text: string): TreeLine => ({ depth: 2, mark: gateMark(gate), text });
  return [
    {
      depth: 1,
      mark: gateMark(gate),
      text: `${words.tree.gate(gateWords(gate), gate)}${because}`,
    },
    ...levels.map(({ id, allows }) => ({
      depth: 2,
      mark: resultMarks[allows],
      text: words.tree.level(printableText(id), allows),
    })),
    ...(setting === undefined ? [] : [under(settingText(setting, words, ({ sid }) => sid ?? ""))]),
    ...statements.flatMap((statement) => statementLines(statement, explanation, words)),
    ...calls
      .flatMap((call) => treeLines(call, words))
      .map((line) => ({ ...line, depth: line.depth + 2 })),
  ];
}

/** A Deny that matches stops; a statement that does not match has no say. */
function statementMark({ effect, matches }: ExplainedStatement): TreeLine["mark"] {
  if (matches === "no") return "–";
  if (matches === "unknown") return "?";
  return effect === "Allow" ? "✓" : "✗";
}

function statementLines(
  statement: ExplainedStatement,
  explanation: Explanation,
  words: ExplanationWords,
): readonly TreeLine[] {
  const { effect, reach, matches, elements, conditions } = statement;
  const asked = askedWords(explanation);
  const meaning = reach === undefined || matches === "no" ? "" : `: ${words.tree.reaches[reach]}`;
  const text = `${effect} ${statementName(statement, explanation, words)}${meaning}`;
  return [
    { depth: 2, mark: statementMark(statement), text },
    ...elements.map((element) => ({
      depth: 3,
      mark: resultMarks[element.result],
      text: `${element.line}:${element.column} ${elementText(element, asked, words)}`,
    })),
    ...conditions.map((condition) => ({
      depth: 3,
      mark: resultMarks[condition.result],
      text: `${condition.line}:${condition.column} ${conditionText(condition, words)}`,
    })),
  ];
}

function elementText(
  element: ExplainedStatement["elements"][number],
  asked: AskedWords,
  words: ExplanationWords,
): string {
  const { name, entries, result } = element;
  if (result !== "yes") return shortfallText(element, asked, words) ?? name;
  return words.tree.element(name, fittingEntries(name, entries));
}

function conditionText(condition: ExplainedCondition, words: ExplanationWords): string {
  const { origin } = condition;
  const from = origin === undefined ? "" : ` (${words.tree.origins[origin]})`;
  return `${words.condition(condition)}${from}`;
}
