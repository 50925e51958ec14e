import { packageVersion } from "../package-version.ts";

interface SarifRule {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: { readonly text: string };
  readonly defaultConfiguration: { readonly level: "error" | "warning" | "note" };
}

/** A log of SARIF 2.1.0 (OASIS) with one run. */
export function sarifLog(rules: readonly SarifRule[], results: readonly object[]): string {
  const driver = { name: "sluice", version: packageVersion(), rules };
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** A relative path as SARIF names files. */
export function sarifUri(file: string): string {
  return file.split("/").map(encodeURIComponent).join("/");
}
