import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { AxeResults } from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundlePage } from "../../scripts/bundle-page.ts";
import { startLab } from "../../src/lab/index.ts";
import { type PageServer, servePage } from "../../src/web/index.ts";
import { storyWorld } from "../lab/story-world.ts";
import { ask } from "../lab/wire.ts";

/** Debian's; another one by the environment. */
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

let directory: string;
let server: PageServer;
let browser: Browser;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "page-"));
  await bundlePage(directory);
  server = await servePage({ directory, port: 0 });
  // The sandbox of Chromium needs rights that containers lack; it opens nothing but our own page.
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
});
afterAll(async () => {
  await browser.close();
  await server.close();
  await rm(directory, { recursive: true });
});

interface Opened {
  readonly page: Page;
  /** Whatever the browser complained of, and every address outside the page's own. */
  readonly complaints: readonly string[];
}

/** Opens the page of a server, at a fragment. */
async function open(
  fragment: string,
  { from = server, ...options }: BrowserContextOptions & { readonly from?: PageServer } = {},
): Promise<Opened> {
  const context = await browser.newContext({
    locale: "en-US",
    viewport: { width: 1280, height: 1000 },
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(from.url) && !url.startsWith("data:")) complaints.push(url);
  });
  await page.goto(`${from.url}#${fragment}`);
  return { page, complaints };
}

/** What the answer to the picked request is. */
function verdictOf(page: Page): Promise<string> {
  return page.locator(".verdict strong").innerText();
}

/** What axe finds wrong with the page as it stands. */
async function faultsOf(page: Page): Promise<readonly unknown[]> {
  const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
  await page.addScriptTag({ content: await readFile(axe, "utf8") });
  const { violations } = await page.evaluate<AxeResults>("axe.run()");
  return violations.map(({ id, nodes }) => [
    id,
    nodes.map(({ failureSummary, html }) => [html, failureSummary]),
  ]);
}

const C11 = "from=c11";

describe("the page", () => {
  test("draws the way of the first request that is stopped, and marks what keeps the statement from it", async () => {
    const { page, complaints } = await open(C11);
    await expect
      .poll(() => verdictOf(page))
      .toBe("denied: s3:ListBucket arn:aws:s3:::dst-222222222222");
    const gates = page.locator("svg .gate");
    expect(await gates.count()).toBe(2);
    expect(await gates.nth(0).getAttribute("aria-label")).toBe("identity: open");
    expect(await gates.nth(1).getAttribute("aria-label")).toBe("bucket policy: shut");
    expect(await page.locator(".editor mark.misses").first().innerText()).toContain('"Principal"');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("an edit opens the gate while it is typed, and says whom else it lets in", async () => {
    const { page, complaints } = await open(C11);
    const editor = page.locator(".editor textarea");
    const text = await editor.inputValue();
    const mended = text.replaceAll(/arn:aws:sts::[^"]*/g, "arn:aws:iam::111111111111:role/Sync");
    expect(mended).not.toBe(text);
    await editor.fill(mended);
    await expect
      .poll(() => verdictOf(page))
      .toBe("allowed: s3:ListBucket arn:aws:s3:::dst-222222222222");
    await expect
      .poll(() => page.locator("#effect").innerText())
      .toContain("after: 4 allowed, 0 denied, 0 unknown");
    await expect.poll(() => page.locator("#effect").innerText()).toContain("to nobody else");
    await editor.fill(mended.replaceAll("role/Sync", "root"));
    await expect
      .poll(() => page.locator("#effect .opens").first().innerText())
      .toContain("dev-a-admin");
    await page.getByRole("button", { name: "undo my changes" }).click();
    await expect.poll(() => verdictOf(page)).toMatch(/^denied/);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("leaves open what only large objects take until somebody says whether there are any", async () => {
    const { page, complaints } = await open("from=c43");
    await expect.poll(() => verdictOf(page)).toMatch(/^unknown: kms:Decrypt /);
    expect(await page.locator(".verdict").innerText()).toContain(
      "only objects of 8.0 MiB and more",
    );
    await page.locator("#large").selectOption("there are some");
    await expect.poll(() => verdictOf(page)).toMatch(/^denied: kms:Decrypt /);
    await page.waitForURL(/large=some/);
    await page.locator("#large").selectOption("there are none");
    await expect.poll(() => page.locator("#matrix .result.denied").count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("writes the smallest fix into the policies, to look at before it is used", async () => {
    const { page, complaints } = await open("from=two-accounts");
    await page.locator("#fix").click();
    await expect.poll(() => verdictOf(page)).toMatch(/^allowed/);
    expect(await page.locator(".editor textarea").inputValue()).toContain("AWSReservedSSO_");
    expect(await page.locator("#effect").innerText()).toContain("after: 4 allowed, 0 denied");
    expect(await page.locator("#changes h3").innerText()).toBe("account 222222222222");
    expect(await page.locator("#changes ins").count()).toBeGreaterThan(10);
    await page.locator("#changes summary").click();
    expect(await page.locator("#changes .script").innerText()).toContain(
      "aws s3api put-bucket-policy --bucket dev-b-222222222222",
    );
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("a mistake is said with its place while it is typed, and answers go by the last policy", async () => {
    const { page } = await open(C11);
    const editor = page.locator(".editor textarea");
    await expect.poll(() => page.locator(".remarks").innerText()).toMatch(/warning SL20/);
    await editor.fill('{\n  "Version": "2012-10-17",\n  "Statement": [}');
    const place = page.locator(".problems button").first();
    await expect.poll(() => place.innerText()).toMatch(/^line 3, column \d+$/);
    await place.click();
    // The button selects the brace that is wrong, so a key replaces it.
    await page.keyboard.type("{");
    expect(await editor.inputValue()).toMatch(/"Statement": \[\{$/);
    await expect.poll(() => verdictOf(page)).toMatch(/^denied/);
    await page.context().close();
  });

  test("a link shows the same again: language, request, gate and edit", async () => {
    const { page } = await open(C11);
    await page.getByLabel("Language").selectOption("ja");
    await page.getByRole("button", { name: /s3:PutObject.*ID ポリシー/ }).click();
    await page.locator(".editor textarea").first().fill("{}");
    await page.waitForURL(/edit=/);
    const again = await open(new URL(page.url()).hash.slice(1));
    expect(await again.page.locator("h1").innerText()).toBe("Sluice: リクエストの通り道");
    await expect.poll(() => verdictOf(again.page)).toMatch(/^拒否: s3:PutObject /);
    expect(await again.page.locator(".editor textarea").first().inputValue()).toBe("{}");
    expect(again.complaints).toEqual([]);
    await page.context().close();
    await again.page.context().close();
  });

  test("can be used by keyboard alone", async () => {
    const { page } = await open(C11);
    await page.locator("svg .gate").first().focus();
    await page.keyboard.press("Enter");
    await expect
      .poll(() => page.locator("#gate-heading").innerText())
      .toBe("Policies: identity policy");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await expect
      .poll(() => page.locator("#gate-heading").innerText())
      .toBe("Policies: bucket policy");
    await page.locator("#story").focus();
    await page.keyboard.press("ArrowDown");
    expect(await page.locator("#story").inputValue()).toBe("c13");
    await page.context().close();
  });

  test.for<[string, BrowserContextOptions]>([
    ["lang=en&from=c11", { colorScheme: "light" }],
    ["lang=ja&from=c11", { colorScheme: "dark" }],
    ["lang=en&from=c06", { colorScheme: "dark" }],
    ["lang=ja&from=c43", { colorScheme: "light" }],
    [
      `lang=en&from=c11&edit=${encodeURIComponent('["resource","arn:aws:s3:::dst-222222222222","bucket policy","{"]')}`,
      {},
    ],
  ])("has no fault of accessibility that axe finds: %s", async ([fragment, options]) => {
    const { page } = await open(fragment, { ...options, bypassCSP: true });
    await page.locator("#matrix").waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.context().close();
  });

  test("shows requests to a lab as they pass or stop, and each one's way, which an edit opens", async () => {
    const lab = await startLab({ world: storyWorld() });
    const watching = await servePage({ directory, port: 0, lab: lab.url });
    const { page, complaints } = await open("", { from: watching, bypassCSP: true });
    const credentials = lab.principals.find(({ profile }) => profile === "writer")?.credentials;
    if (credentials === undefined) throw new Error("the lab has no writer");
    await page.locator("#live-count").waitFor();
    await expect
      .poll(async () => {
        await ask(lab.port, { credentials, method: "GET", target: "/dev-a?list-type=2" });
        return page.locator("#live .denied").count();
      })
      .toBeGreaterThan(0);
    await page.locator("#live tbody button").first().click();
    await expect.poll(() => verdictOf(page)).toBe("denied: s3:ListBucket arn:aws:s3:::dev-a");
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole("button", { name: "identity", exact: true }).click();
    await page
      .locator(".editor textarea")
      .last()
      .fill(
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::dev-a"}]}',
      );
    await expect.poll(() => verdictOf(page)).toBe("allowed: s3:ListBucket arn:aws:s3:::dev-a");
    await page.locator("#lab-world").click();
    await expect.poll(() => page.locator("code.line").innerText()).toContain("sluice sync s3://");
    expect(complaints).toEqual([]);
    await page.context().close();
    await watching.close();
    await lab.close();
  });

  test("follows a run by its events, and explains what failed", async () => {
    const file = join(directory, "run.jsonl");
    const lines = [
      {
        type: "started",
        source: { kind: "s3", bucket: "a", prefix: "" },
        destination: { kind: "s3", bucket: "b", prefix: "in/" },
      },
      { type: "progress", bytes: 1024, totalBytes: 4096, objects: 1, totalObjects: 4 },
      {
        type: "failed",
        to: { kind: "s3", bucket: "b", key: "in/x.gz" },
        error: {
          message:
            "An error occurred (AccessDenied) when calling the CopyObject operation: Access Denied",
        },
      },
    ];
    const write = (text: string): Promise<void> => appendFile(file, `${text}\n`);
    await write(lines.map((line) => JSON.stringify(line)).join("\n"));
    const following = await servePage({ directory, port: 0, runs: [file] });
    const { page, complaints } = await open("", { from: following, bypassCSP: true });
    const card = page.locator(".run-card");
    await expect.poll(() => card.innerText()).toContain("s3://a/ → s3://b/in/");
    expect(await card.innerText()).toContain("1.0 KiB of ~4.0 KiB, 1 of 4 objects");
    await card.locator(".failure summary").click();
    await expect.poll(() => card.innerText()).toContain("who must act");
    expect(await faultsOf(page)).toEqual([]);
    await write(JSON.stringify({ type: "done" }));
    await expect.poll(() => card.locator(".run-state").innerText()).toBe("done");
    expect(complaints).toEqual([]);
    await page.context().close();
    await following.close();
  });

  test("explains an error that is pasted, and leads to its request", async () => {
    const { page, complaints } = await open("from=two-accounts&need=0");
    await page.locator("#paste summary").click();
    await page
      .locator("#paste textarea")
      .fill(
        'An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_AdministratorAccess_1234567890abcdef/alice is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::dev-b-222222222222/x" because no resource-based policy allows the s3:PutObject action',
      );
    await expect
      .poll(() => page.locator("#paste .explained").innerText())
      .toContain("[resource-policy-silent]");
    await page.getByRole("button", { name: "show its way" }).click();
    await expect
      .poll(() => verdictOf(page))
      .toBe("denied: s3:PutObject arn:aws:s3:::dev-b-222222222222/*");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("opens a world file that is chosen, and says where it is wrong or that it is too large", async () => {
    const { page, complaints } = await open("");
    const file = page.locator('input[type="file"]');
    await file.setInputFiles({
      name: "w.yaml",
      mimeType: "text/yaml",
      buffer: Buffer.from("a: ["),
    });
    await expect.poll(() => page.getByRole("alert").innerText()).toContain("w.yaml:1:5");
    const large = Buffer.alloc(11_000_000, " ");
    await file.setInputFiles({ name: "l.yaml", mimeType: "text/yaml", buffer: large });
    await expect.poll(() => page.getByRole("alert").first().innerText()).toContain("11 MB");
    await file.setInputFiles(join(import.meta.dirname, "..", "..", "worlds", "two-accounts.yaml"));
    await page.locator("#destination").fill("s3://dev-b-222222222222/in");
    await expect
      .poll(() => verdictOf(page))
      .toBe("denied: s3:ListBucket arn:aws:s3:::dev-b-222222222222");
    expect(await page.locator("code.line").innerText()).toContain("s3://dev-b-222222222222/in");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("is small enough to open at once: 150 KB without what comes later, 300 KB with it", async () => {
    const sizeOf = async (name: string): Promise<number> =>
      gzipSync(await readFile(join(directory, name))).length;
    const sizes = await Promise.all(["index.html", "page.js", "page.css", "tools.js"].map(sizeOf));
    const all = sizes.reduce((sum, size) => sum + size, 0);
    expect(all - (sizes.at(-1) ?? 0)).toBeLessThan(150_000);
    expect(all).toBeLessThan(300_000);
  });

  test.for<[string, string, readonly string[], BrowserContextOptions]>([
    ["ui.png", "lang=en&from=c06", [], { colorScheme: "light" }],
    ["ui-change.png", "lang=en&from=two-accounts", ["#fix"], { colorScheme: "dark" }],
  ])("is shown in the documentation as it is: %s", async ([name, fragment, clicked, options]) => {
    const { page } = await open(fragment, { viewport: { width: 1100, height: 840 }, ...options });
    await page.locator(".legend").waitFor();
    for (const selector of clicked) await page.locator(selector).click();
    await page.evaluate("document.querySelector('#matrix-heading').scrollIntoView()");
    const path = join(process.env["SCREENSHOTS"] ?? directory, name);
    const picture = await page.screenshot({ path });
    expect(picture.length).toBeGreaterThan(20_000);
    await page.context().close();
  });

  test("says what to do in a browser without JavaScript", async () => {
    const { page } = await open("", { javaScriptEnabled: false });
    expect(await page.locator("body").innerText()).toContain("needs JavaScript");
    await page.context().close();
  });

  test("works as a file, without any server", async () => {
    const { page, complaints } = await open(C11);
    await page.goto(`file://${directory}/index.html#${C11}`);
    await expect.poll(() => verdictOf(page)).toMatch(/^denied/);
    expect(complaints.filter((one) => !one.startsWith("file:"))).toEqual([]);
    await page.context().close();
  });
});
