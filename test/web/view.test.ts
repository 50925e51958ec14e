import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pageStories } from "../../scripts/page-stories.ts";
import { DEFAULT_SYNC_OPTIONS, readJob } from "../../src/app/index.ts";
import { worldOfText } from "../../src/access/index.ts";
import { alsoOpened, answersOf } from "../../src/web/ui/view/answers.ts";
import { callsBetween } from "../../src/web/ui/view/calls-between.ts";
import { documentsOf, piecesOf } from "../../src/web/ui/view/documents.ts";
import { principalOf } from "../../src/web/ui/view/edited-facts.ts";
import { type Edits, placeKey, withoutEdit, withText } from "../../src/web/ui/view/edits.ts";
import { fragmentOf, type PageState, stateOfFragment } from "../../src/web/ui/view/fragment.ts";
import { startOf } from "../../src/web/ui/view/start-of.ts";

const { shapes, stories } = pageStories();
const start = startOf({ language: "en" });

describe("a run of one's own", () => {
  test.for([
    ["s3://from/x/y", "s3://onto"],
    ["s3://from", "s3://onto/z/"],
    ["/tmp", "s3://onto/z"],
    ["s3://from/x", "/tmp"],
  ] as const)("from %s to %s sends what a sync of the program sends", ([source, destination]) => {
    const identities = { ownerProfiles: [] };
    const job = readJob({
      source,
      destination,
      cwd: "/",
      options: DEFAULT_SYNC_OPTIONS,
      identities,
    });
    expect(callsBetween(shapes, source, destination)).toEqual(job.calls);
  });

  test("between two directories sends nothing", () => {
    expect(callsBetween(shapes, "here", "there")).toEqual([]);
  });
});

describe("an address", () => {
  test("says all of a page, whatever was typed", () => {
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(
        fc.tuple(text, text, text, text),
        fc.nat(),
        ([profile, source, name, typed], need) => {
          const place = { layer: "resource", attachedTo: "arn:aws:s3:::b", name } as const;
          const edits = withText(new Map(), place, typed);
          const state: PageState = {
            ...start,
            language: "ja",
            from: "c11",
            profile,
            source,
            large: "none",
            need,
            layer: "identity",
            edits,
          };
          expect(stateOfFragment(`#${fragmentOf(state)}`, start)).toEqual(state);
        },
      ),
    );
  });

  test.for([
    "#",
    "#x",
    "#need=-1&large=9M&gate=constructor&edit=%5B1%5D&edit=%7B",
    "#from=%E0%A4%A&lang=xx",
  ])("that makes no sense shows the start: %s", (fragment) => {
    expect(stateOfFragment(fragment, { ...start, from: "" })).toEqual({ ...start, from: "" });
  });
});

const story = stories.find(({ id }) => id === "c11");
if (story === undefined) throw new Error("there is no story c11");
const asked = { world: worldOfText(story.world, "c11"), run: story };
const place = {
  layer: "resource",
  attachedTo: "arn:aws:s3:::dst-222222222222",
  name: "bucket policy",
} as const;

function policyFor(principal: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { AWS: principal },
      Action: ["s3:ListBucket", "s3:PutObject"],
      Resource: ["arn:aws:s3:::dst-222222222222", "arn:aws:s3:::dst-222222222222/*"],
    },
  });
}

function outcomesOf(edits: Edits): readonly string[] {
  return answersOf(asked, edits).all.map(({ decision }) => decision.outcome);
}

describe("an edit", () => {
  const mended = withText(new Map(), place, policyFor("arn:aws:iam::111111111111:role/Sync"));

  test("is what decisions go by", () => {
    expect(outcomesOf(new Map())).toContain("implicitDeny");
    expect(new Set(outcomesOf(mended))).toEqual(new Set(["allowed"]));
    expect(outcomesOf(withoutEdit(mended, place))).toEqual(outcomesOf(new Map()));
  });

  test("that is no policy leaves the last one in force", () => {
    const broken = withText(mended, place, '{ "Statement": [');
    expect(outcomesOf(broken)).toEqual(outcomesOf(mended));
    expect(broken.get(placeKey(place))?.text).toBe('{ "Statement": [');
    expect(outcomesOf(withText(new Map(), place, "{"))).toEqual(outcomesOf(new Map()));
  });

  test("tells whom else it lets in, and how far", () => {
    expect(alsoOpened(asked, mended)).toEqual([]);
    const wide = withText(new Map(), place, policyFor("arn:aws:iam::111111111111:root"));
    expect(alsoOpened(asked, wide)).toEqual([
      {
        profile: "dev-a-admin",
        permissions: [
          "s3:ListBucket arn:aws:s3:::dst-222222222222",
          "s3:PutObject arn:aws:s3:::dst-222222222222/*",
        ],
      },
    ]);
  });

  test("can add the policy that a bucket lacks", () => {
    const bare = stories.find(({ id }) => id === "two-accounts");
    if (bare === undefined) throw new Error("there is no story of two accounts");
    const world = worldOfText(bare.world, "two-accounts");
    const { all, facts } = answersOf({ world, run: bare }, new Map());
    const stopped = all.find(({ decision }) => decision.outcome === "implicitDeny");
    const gate = stopped?.decision.gates.find(({ layer }) => layer === "resource");
    if (gate === undefined) throw new Error("nothing is stopped");
    const bucket = "dev-b-222222222222";
    const owners = { principal: principalOf(facts), resource: `arn:aws:s3:::${bucket}` };
    const around = { edits: new Map(), owners };
    expect(documentsOf(gate, around)).toEqual([
      {
        ...place,
        attachedTo: `arn:aws:s3:::${bucket}`,
        text: "",
        marks: [],
        isFixed: false,
        isChanged: false,
      },
    ]);
  });
});

test("a text is cut where its marks begin and end, and nothing of it is lost", () => {
  const text = "abcdefgh";
  const pieces = piecesOf(text, [
    { offset: 1, length: 5, kind: "nearest" },
    { offset: 3, length: 2, kind: "misses" },
  ]);
  expect(pieces).toEqual([
    { text: "a", kinds: [] },
    { text: "bc", kinds: ["nearest"] },
    { text: "de", kinds: ["nearest", "misses"] },
    { text: "f", kinds: ["nearest"] },
    { text: "gh", kinds: [] },
  ]);
});
