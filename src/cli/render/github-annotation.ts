/** Something to show beside a line of a file. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly file: string;
  readonly line: number;
  readonly endLine?: number;
  readonly column?: number;
  readonly endColumn?: number | undefined;
  readonly title: string;
  readonly message: string;
}

/** A workflow command, with its line end: GitHub shows it beside the changed lines. */
export function githubAnnotation(annotation: Annotation): string {
  const { level, file, line, endLine, column, endColumn, title, message } = annotation;
  const properties = [
    `file=${escaped(file, true)}`,
    `line=${line}`,
    ...(endLine === undefined ? [] : [`endLine=${endLine}`]),
    ...(column === undefined ? [] : [`col=${column}`]),
    ...(endColumn === undefined ? [] : [`endColumn=${endColumn}`]),
    `title=${escaped(title, true)}`,
  ];
  return `::${level} ${properties.join(",")}::${escaped(message, false)}\n`;
}

/** GitHub Docs, Workflow commands: percent, line ends and, within properties, colon and comma. */
function escaped(text: string, isProperty: boolean): string {
  const plain = text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  return isProperty ? plain.replaceAll(":", "%3A").replaceAll(",", "%2C") : plain;
}
