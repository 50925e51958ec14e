import { describe, expect, test } from "vitest";
import { type AwsShell, awsCliIsLeftOut, findAwsCli, openAwsShell } from "../support/aws-cli.ts";
import { readTree } from "../support/read-tree.ts";
import { type FactLab, startFactLab } from "./fact-lab.ts";
import { claimsOf, type ClaimOf } from "./claim.ts";
import { loadFactRows } from "./fact-row.ts";

const binary = await findAwsCli();
const rows = loadFactRows()
  .map(([name, row]) => [name, row, claimsOf(row, ["cli"])] as const)
  .filter(([, , claims]) => binary !== undefined && claims.length > 0);

describe("the facts, by the real AWS CLI", () => {
  test.skipIf(awsCliIsLeftOut(binary))("the AWS CLI is there", () => {
    expect(binary, "no `aws` on the path: install it or set `SLUICE_AWS`").toBeDefined();
  });

  test.for(rows)("%s", async ([, row, claims]) => {
    const lab = await startFactLab(row.given);
    try {
      for (const claim of claims) await runClaim(lab, claim);
    } finally {
      await lab.close();
    }
  });
});

async function runClaim(lab: FactLab, claim: ClaimOf<"cli">): Promise<void> {
  const awsConfig = lab.awsConfig();
  const shell = await openAwsShell({ binary: binary ?? "aws", endpointUrl: lab.url, awsConfig });
  try {
    const seen = await observe({ lab, shell, claim });
    expect(seen).toEqual(wanted(claim));
  } finally {
    await shell.close();
  }
}

interface Observing {
  readonly lab: FactLab;
  readonly shell: AwsShell;
  readonly claim: ClaimOf<"cli">;
}

async function observe({ lab, shell, claim }: Observing): Promise<unknown> {
  const { exit, stdout, stderr } = await shell.run(claim.as, claim.run);
  const stored: Record<string, string | null> = {};
  for (const uri of Object.keys(claim.want.stored ?? {})) stored[uri] = await lab.bodyOf(uri);
  const files = [...(await readTree(shell.directory))];
  const local = Object.fromEntries(files.map(([path, body]) => [path, body.toString("utf8")]));
  return { exit, stdout, stderr, stored, local };
}

function wanted({ want }: ClaimOf<"cli">): unknown {
  return {
    exit: expect.toBeOneOf([want.exit].flat()) as unknown,
    stdout: printed(want.stdout),
    stderr: printed(want.stderr),
    stored: want.stored ?? {},
    local: want.local ?? {},
  };
}

/** Every part is printed, in this order or another; of no parts, nothing is. */
function printed(parts: readonly string[] | undefined): unknown {
  if (parts === undefined) return expect.any(String);
  if (parts.length === 0) return "";
  const ahead = parts.map((part) => `(?=[^]*${part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")})`);
  return expect.stringMatching(new RegExp(`^${ahead.join("")}`));
}
