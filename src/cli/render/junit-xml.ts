import { escapeXml } from "../../aws/index.ts";

/** One test for a CI server; `failure` is why it failed. */
interface JunitCase {
  readonly name: string;
  readonly failure?: string;
}

/** A JUnit report with one suite, in the form that CI servers read. */
export function junitXml(suite: string, cases: readonly JunitCase[]): string {
  const failed = cases.filter(({ failure }) => failure !== undefined).length;
  const counts = `tests="${cases.length}" failures="${failed}"`;
  const name = escapeXml(suite);
  const rows = cases.map((one) => caseXml(name, one)).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts}>\n<testsuite name="${name}" ${counts}>\n${rows}</testsuite>\n</testsuites>\n`;
}

function caseXml(suite: string, { name, failure }: JunitCase): string {
  const head = `<testcase classname="${suite}" name="${escapeXml(name)}"`;
  if (failure === undefined) return `${head}/>\n`;
  const [reason = ""] = failure.split("\n");
  return `${head}><failure message="${escapeXml(reason)}">${escapeXml(failure)}</failure></testcase>\n`;
}
