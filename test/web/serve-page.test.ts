import { request } from "node:http";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { worldOfText } from "../../src/access/index.ts";
import { openWorld, type PageServer, servePage } from "../../src/web/index.ts";

interface Answered {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function send(url: string, { method = "GET", path = "/", headers = {} }: Sent): Promise<Answered> {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, method, path, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (piece: string) => (body += piece));
      response.on("end", () => {
        resolve({ status: response.statusCode, headers: response.headers, body });
      });
    })
      .on("error", reject)
      .end();
  });
}

const world = worldOfText(
  `
accounts:
  "111111111111":
    name: dev-a
    users:
      ann:
        profile: dev-a
        credentials: { accessKeyId: AKIAIOSFODNN7EXAMPLE, secretAccessKey: wJalrXUtnFEMI }
`,
  "given.yaml",
);

const HOST =
  "refused, for its Host is another name than 127.0.0.1 or localhost: the page is for browsers on this machine";
const ORIGIN =
  "refused, for its Origin is another site: only the page itself may ask, not what else a browser shows";

describe("the page's server", () => {
  let directory: string;
  let page: PageServer;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "page-"));
    await writeFile(join(directory, "index.html"), "<head></head>");
    await writeFile(join(directory, "page.js"), "1");
    await writeFile(join(directory, "tools.js"), "2");
    await writeFile(join(directory, "page.css"), "a{}");
    page = await servePage({ directory, port: 0, world: openWorld("</script>.yaml", world) });
  });
  afterAll(async () => {
    await page.close();
    await rm(directory, { recursive: true });
  });

  test("serves its files under a policy that lets nothing else load", async () => {
    const { status, headers } = await send(page.url, { path: "/page.js" });
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("text/javascript; charset=utf-8");
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'self'; /);
  });

  test("gives the page the world without anybody's keys, and no text of it ends the element", async () => {
    const { body } = await send(page.url, {});
    expect(body).toContain(
      '<script type="application/json" id="world">{"name":"\\u003c/script>.yaml"',
    );
    expect(body).not.toContain("wJalrXUtnFEMI");
    expect(body).not.toContain("AKIAIOSFODNN7EXAMPLE");
    expect(body.match(/<\/script>/g)).toHaveLength(1);
  });

  test.for<[string, Sent, number, string]>([
    ["a name of the web's that leads here", { headers: { host: "evil.example" } }, 403, HOST],
    ["a name that ends in ours", { headers: { host: "127.0.0.1.evil.example" } }, 403, HOST],
    ["a page of another origin", { headers: { origin: "http://evil.example" } }, 403, ORIGIN],
    ["a page of another port", { headers: { origin: "http://127.0.0.1:1" } }, 403, ORIGIN],
    ["a page in a frame without an origin", { headers: { origin: "null" } }, 403, ORIGIN],
    ["anything but reading", { method: "POST" }, 405, "the page is only read"],
    ["a file outside", { path: "/../cli/main.js" }, 404, "there is no such file"],
    ["a name of JavaScript's", { path: "/constructor" }, 404, "there is no such file"],
  ])("refuses %s, and says why", async ([, sent, status, why]) => {
    expect(await send(page.url, sent)).toMatchObject({ status, body: `${why}\n` });
  });

  test("says that its port is taken", async () => {
    const port = Number(new URL(page.url).port);
    await expect(servePage({ directory, port })).rejects.toThrow(
      `cannot serve the page on port ${port}: it is taken, maybe by another \`sluice ui\`; name another with \`--port\``,
    );
  });

  test("says that the page is not built", async () => {
    await expect(servePage({ directory: "/nowhere", port: 0 })).rejects.toThrow(
      "cannot serve the page: it is not built (`npm run build`)",
    );
  });
});
