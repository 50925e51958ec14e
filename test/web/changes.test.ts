import { describe, expect, test } from "vitest";
import { pageStories } from "../../scripts/page-stories.ts";
import { pageTools } from "../../scripts/page-tools.ts";
import { worldOfText } from "../../src/access/index.ts";
import { answersOf } from "../../src/web/ui/view/answers.ts";
import { type Change, changesOf, withoutEdits } from "../../src/web/ui/view/changes.ts";
import { type Edits, withText } from "../../src/web/ui/view/edits.ts";
import { fixOf } from "../../src/web/ui/view/fix-of.ts";
import { lineDiff } from "../../src/web/ui/view/line-diff.ts";
import { faultsOf } from "../../src/web/ui/view/policy-faults.ts";

const { stories } = pageStories();

/** What the smallest fix of a story changes, or what is given. */
function changesIn(id: string, given?: Edits): readonly Change[] {
  const run = stories.find((story) => story.id === id);
  if (run === undefined) throw new Error(`there is no story \`${id}\``);
  const world = worldOfText(run.world, id);
  const before = answersOf({ world, run }, new Map());
  return changesOf(given ?? fixOf(before, new Map()), withoutEdits(before));
}

describe("lines that change", () => {
  const lines = (...texts: readonly string[]): string => texts.join("\n");
  test.for<[string, string, string, readonly string[]]>([
    ["nothing", "a\nb", "a\nb\n", []],
    ["a first text", "", "a\nb", ["+a", "+b"]],
    ["a text that goes", "a\nb", "", ["-a", "-b"]],
    ["a line in the middle", "a\nb\nc", "a\nx\nc", [" a", "-b", "+x", " c"]],
    ["a line that comes twice", "a\na", "a\na\na", [" a", " a", "+a"]],
    [
      "far from each other",
      lines(...Array.from("abcdefghijklmn")),
      lines(...Array.from("aBcdefghijklmN")),
      [" a", "-b", "+B", " c", " d", " e", "…5", " k", " l", " m", "-n", "+N"],
    ],
  ])("%s", ([, before, after, want]) => {
    const signs = { same: " ", removed: "-", added: "+" } as const;
    const said = lineDiff(before, after).map((line) =>
      line.kind === "gap" ? `…${line.count}` : signs[line.kind] + line.text,
    );
    expect(said).toEqual(want);
  });

  test("of texts too large to compare all lines are shown", () => {
    const many = (mark: string): string =>
      Array.from({ length: 1_100 }, (_, at) => `${mark}${at}`).join("\n");
    expect(lineDiff(many("a"), many("b"))).toHaveLength(2_200);
  });
});

describe("what an edit changes, and for whom", () => {
  test("a bucket's first policy is its owner's to write", () => {
    expect(changesIn("two-accounts")).toMatchObject([
      { account: "222222222222", before: "", edit: { document: { kind: "bucketPolicy" } } },
    ]);
  });

  test("commands put what is in the editor, as the owner, where nobody changed it meanwhile", () => {
    const edits = changesIn("c11").flatMap(({ edit }) => (edit === undefined ? [] : [edit]));
    const [script, ...others] = pageTools.scripts(edits, "en");
    expect(others).toEqual([]);
    expect(script?.account).toBe("222222222222");
    expect(script?.text).toContain("aws s3api get-bucket-policy --bucket dst-222222222222");
    expect(script?.text).toContain("aws s3api put-bucket-policy --bucket dst-222222222222");
    for (const line of (edits[0]?.after ?? "").split("\n")) expect(script?.text).toContain(line);
    expect(pageTools.scripts(edits, "ja")[0]?.text).toContain("アカウント");
  });

  test("a new policy of a caller of Identity Center goes into its permission set", () => {
    const principal =
      "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/ap-northeast-1/AWSReservedSSO_AdministratorAccess_1234567890abcdef";
    const place = { layer: "identity", attachedTo: principal, name: "new-inline-policy" } as const;
    const text =
      '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}';
    expect(changesIn("two-accounts", withText(new Map(), place, text))).toMatchObject([
      {
        account: "111111111111",
        edit: { document: { kind: "permissionSet", name: "AdministratorAccess" } },
      },
    ]);
  });

  test("of what is no policy yet there are no commands", () => {
    const attachedTo = "arn:aws:s3:::dst-222222222222";
    const place = { layer: "resource", attachedTo, name: "bucket policy" } as const;
    const [change] = changesIn("c11", withText(new Map(), place, "{"));
    expect(change?.account).toBe("222222222222");
    expect(change?.after).toBe("{");
    expect(change?.edit).toBeUndefined();
  });

  test("a text that is as it was changes nothing", () => {
    const [{ attachedTo, name, before } = { attachedTo: "", name: "", before: "" }] =
      changesIn("c11");
    expect(before).not.toBe("");
    const edits = withText(new Map(), { layer: "resource", attachedTo, name }, before);
    expect(changesIn("c11", edits)).toEqual([]);
  });
});

describe("what the rules say while somebody types", () => {
  const asked = { use: "bucket-policy", bucket: "dst", language: "en" } as const;
  const policy = (action: string): string =>
    `{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "111111111111" }, "Action": "${action}", "Resource": "arn:aws:s3:::dst/*" }]\n}`;

  test("with the place in the text, in both languages", () => {
    const text = policy("s3:GetObjekt");
    const [english] = pageTools.lint(text, asked);
    expect(english).toMatchObject({ rule: "SL05", line: 3, isFault: false, severityText: "error" });
    expect(text.slice(english?.offset, (english?.offset ?? 0) + (english?.length ?? 0))).toBe(
      '"s3:GetObjekt"',
    );
    expect(pageTools.lint(text, { ...asked, language: "ja" })[0]?.says).toBe(
      "このアクションは存在しません",
    );
  });

  test("what keeps a text from being a policy, by the rules where they are loaded", () => {
    const place = { layer: "resource", attachedTo: "arn:aws:s3:::dst", name: "bucket policy" };
    const document = { ...place, layer: "resource", text: '{\n  "Statement": [}' } as const;
    const remarks = pageTools.lint(document.text, { ...asked, language: "ja" });
    const [alone] = faultsOf(document, [], "ja");
    const [said] = faultsOf(document, remarks, "ja");
    expect(said?.line).toBe(alone?.line);
    expect([alone?.message, said?.message].join("\n")).toMatch(/^.*[ぁ-ん].*\n.*[ぁ-ん]/);
    expect(faultsOf({ ...document, text: policy("s3:GetObject") }, remarks, "ja")).toEqual([]);
  });
});
