import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { format, resolveConfig } from "prettier";
import ts from "typescript";

const ROOT = join(import.meta.dirname, "..");

const INTRODUCTION = `# The library

Made by \`npm run docs:api\` from the sources' comments; a test holds it current. Everything that the package exports is here,
by the name it is imported from. [examples/](../examples/README.md) has programs that tests run.

- Nothing is printed, and nothing ends the process. What goes wrong is thrown: \`UsageError\` for what the caller can mend,
  \`AwsError\` for what AWS refuses. What was planned for, a denial or a failed transfer, is an event or an answer.
- What is said to people, as the \`why\` of a fact that could not be read or the \`sentence\` of a problem, is a \`Sentence\`:
  \`{ en, ja }\`. The command line's \`--json\` has the English of it alone.
- Credentials are found as the AWS CLI finds them: environment, \`~/.aws\`, Identity Center, roles. \`profile\` names who acts.
- A \`signal\` stops what runs. A sync of the library keeps no journal: \`sluice sync --resume\` goes on with runs of the
  command line only.`;

const ENTRIES = [
  { name: "sluice", file: "src/index.ts" },
  { name: "sluice/lab", file: "src/lab/index.ts" },
  { name: "sluice/policy", file: "src/policy/index.ts" },
];

/** The reference of the library, as its file is to be. */
export async function apiPage(): Promise<string> {
  const sections = ENTRIES.map(({ name, file }) => `## ${name}\n\n${entriesOf(file).join("\n\n")}`);
  const path = join(ROOT, "docs", "api.md");
  const text = `${INTRODUCTION}\n\n${sections.join("\n\n")}\n`;
  return format(text, { ...(await resolveConfig(path)), parser: "markdown" });
}

/** Functions first: they are what a reader looks for. */
function entriesOf(entry: string): readonly string[] {
  const found = exportsOf(join(ROOT, entry)).map(({ name, as, file }) => {
    const { kind, text } = declared(name, file);
    const shownAs = text.replace(` ${name}(`, ` ${as}(`);
    return { rank: kind, as, text: `### ${as}\n\n${shownAs}` };
  });
  found.sort((a, b) => a.rank - b.rank || (a.as < b.as ? -1 : 1));
  return found.map(({ text }) => text);
}

interface Exported {
  readonly name: string;
  readonly as: string;
  readonly file: string;
}

function exportsOf(file: string): readonly Exported[] {
  return passedOn(file).map((each) => ({ ...originOf(each.name, each.file), as: each.as }));
}

/** An index only passes on what other files declare. */
function originOf(name: string, file: string): { readonly name: string; readonly file: string } {
  const passed = passedOn(file).find(({ as }) => as === name);
  return passed === undefined ? { name, file } : originOf(passed.name, passed.file);
}

function passedOn(file: string): readonly Exported[] {
  return parse(file).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement)) return [];
    const { exportClause: clause, moduleSpecifier: from } = statement;
    if (clause === undefined || !ts.isNamedExports(clause)) return [];
    if (from === undefined || !ts.isStringLiteral(from)) return [];
    return clause.elements.map(({ name, propertyName }) => ({
      name: (propertyName ?? name).text,
      as: name.text,
      file: join(dirname(file), from.text),
    }));
  });
}

function declared(name: string, path: string): { readonly kind: number; readonly text: string } {
  const file = parse(path);
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) {
      const one = statement.declarationList.declarations.find(
        (each) => each.name.getText(file) === name,
      );
      // A literal is its own type.
      const says = one?.type?.getText(file) ?? one?.initializer?.getText(file);
      if (says !== undefined) return shown(1, statement, `const ${name}: ${says};`);
    } else if (isNamed(statement) && statement.name?.text === name) {
      return shown(kindOf(statement), statement, codeOf(statement, file));
    }
  }
  throw new Error(`\`${path}\` declares no \`${name}\``);
}

type Named =
  ts.FunctionDeclaration | ts.ClassDeclaration | ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

function isNamed(node: ts.Node): node is Named {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  );
}

function kindOf(node: Named): number {
  if (ts.isFunctionDeclaration(node)) return 0;
  return ts.isClassDeclaration(node) ? 2 : 3;
}

/** The declaration without the bodies of its functions. */
function codeOf(node: Named, file: ts.SourceFile): string {
  const text = node.getText(file).replace(/^export /, "");
  if (ts.isFunctionDeclaration(node)) return withoutBody(node, text, file);
  if (!ts.isClassDeclaration(node)) return text;
  const members = node.members.map((member) =>
    withoutBody(member, member.getFullText(file).replace(/^\n+/, ""), file),
  );
  return `${text.slice(0, text.indexOf("{"))}{\n${members.join("\n")}\n}`;
}

function withoutBody(
  node: ts.FunctionDeclaration | ts.ClassElement,
  text: string,
  file: ts.SourceFile,
): string {
  const body = "body" in node ? (node.body as ts.Block | undefined)?.getText(file) : undefined;
  if (body === undefined) return text;
  const signature = text.slice(0, text.length - body.length).trimEnd();
  return `${signature.replace(/^async /, "").replace(/^function\* ?/, "function ")};`;
}

function shown(
  kind: number,
  statement: ts.Statement,
  code: string,
): { readonly kind: number; readonly text: string } {
  const comments = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc);
  const says = comments.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "").join("\n\n");
  return { kind, text: `${says.replaceAll("\n", " ").trim()}\n\n\`\`\`ts\n${code}\n\`\`\`` };
}

function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2023, true);
}
