import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pageStories } from "../../scripts/page-stories.ts";
import { pageTools } from "../../scripts/page-tools.ts";
import type { PageState } from "../../src/web/ui/view/fragment.ts";
import { leadTo } from "../../src/web/ui/view/lead-to.ts";
import { readWorld } from "../../src/web/ui/view/look-at.ts";
import { startOf } from "../../src/web/ui/view/start-of.ts";

const given = pageStories();
const file = join(import.meta.dirname, "..", "..", "worlds", "two-accounts.yaml");
const opened = { name: "two-accounts.yaml", text: readFileSync(file, "utf8") };
const ALICE =
  "arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_AdministratorAccess_1234567890abcdef/alice";

/** The denial of `s3:ListBucket` and the like. */
function denial(action: string, resource: string, who = ALICE): string {
  return `An error occurred (AccessDenied) when calling the ${action.slice(3)} operation: User: ${who} is not authorized to perform: ${action} on resource: "${resource}" because no resource-based policy allows the ${action} action`;
}

function leadsTo(text: string, from = "world"): Partial<PageState> | undefined {
  const read = readWorld(from, given, opened);
  if (read.kind !== "read") throw new Error(read.kind);
  const [error] = pageTools.explain(text, "en");
  if (error === undefined) throw new Error("no refusal was read");
  return leadTo(error, read, { state: { ...startOf({ language: "en" }), from }, given });
}

describe("a pasted error", () => {
  test("is explained in the words of the command line", () => {
    const text = denial("s3:PutObject", "arn:aws:s3:::dev-b-222222222222/x");
    const [english] = pageTools.explain(text, "en");
    expect(english?.message).toContain("is not authorized to perform: s3:PutObject");
    expect(english?.told.slice(0, 2)).toMatchObject([
      { label: "means", texts: [expect.stringContaining("[resource-policy-silent]")] },
      { label: "who must act", texts: ["the account that owns the bucket"] },
    ]);
    expect(english?.told.find(({ label }) => label === "likely causes")?.texts[0]).toMatch(/^C10 /);
    expect(pageTools.explain(text, "ja")[0]?.told[0]?.label).toBe("意味");
    expect(pageTools.explain("all is well", "en")).toEqual([]);
  });

  test("leads to its request between the buckets of the world", () => {
    const text = denial("s3:ListBucket", "arn:aws:s3:::dev-b-222222222222");
    expect(leadsTo(text)).toMatchObject({ profile: "dev-a", need: 1 });
  });

  test("leads to the same role's request under another session's name", () => {
    const who = ALICE.replace(/alice$/, "bob");
    const text = denial("s3:PutObject", "arn:aws:s3:::dev-b-222222222222/x", who);
    expect(leadsTo(text)?.profile).toBe("dev-a");
  });

  test("leads to a download or an upload where that is what failed", () => {
    const text = denial("s3:GetObject", "arn:aws:s3:::dev-b-222222222222/x");
    expect(leadsTo(text)).toMatchObject({ source: "s3://dev-b-222222222222", destination: "." });
  });

  test.for<[string, string]>([
    [
      "somebody else's",
      denial(
        "s3:PutObject",
        "arn:aws:s3:::dev-b-222222222222/x",
        "arn:aws:iam::111111111111:user/nobody",
      ),
    ],
    ["of another bucket", denial("s3:PutObject", "arn:aws:s3:::elsewhere/x")],
    [
      "of an action that no sync takes",
      denial("s3:DeleteBucket", "arn:aws:s3:::dev-b-222222222222"),
    ],
  ])("leads nowhere where it is %s", ([, text]) => {
    expect(leadsTo(text)).toBeUndefined();
  });

  test("leads within a story too, whose run stays as it is", () => {
    const text = denial("s3:PutObject", "arn:aws:s3:::dev-b-222222222222/x");
    expect(leadsTo(text, "two-accounts")).toMatchObject({ source: "", destination: "", need: 3 });
  });
});
