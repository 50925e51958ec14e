import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../aws/index.ts";
import type { OpenedWorld } from "./open-world.ts";
import { dataBlock } from "./page-html.ts";

/** A file as it is sent. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  "index.html": "text/html; charset=utf-8",
  "page.js": "text/javascript; charset=utf-8",
  "tools.js": "text/javascript; charset=utf-8",
  "page.css": "text/css; charset=utf-8",
};

/** What the page is opened on. */
interface OpenedOn {
  readonly world: OpenedWorld | undefined;
  readonly lab: string | undefined;
  readonly runs: readonly string[] | undefined;
}

/** Reads the built page, with what it opens on written into it; by path. */
export async function readPageFiles(
  directory: string,
  opened: OpenedOn,
): Promise<ReadonlyMap<string, PageFile>> {
  const files = Object.entries(TYPES).map(async ([name, type]) => {
    const bytes = await readBuilt(join(directory, name));
    return [`/${name}`, { type, bytes: name === "index.html" ? withData(bytes, opened) : bytes }];
  });
  return new Map((await Promise.all(files)) as [string, PageFile][]);
}

async function readBuilt(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError({
      en: `cannot serve the page: it is not built (\`npm run build\`): ${reason}`,
      ja: `ページを表示できません。まだビルドされていません（\`npm run build\`）: ${reason}`,
    });
  }
}

function withData(html: Buffer, opened: OpenedOn): Buffer {
  const blocks = Object.entries(opened).flatMap(([id, value]) =>
    value === undefined ? [] : [dataBlock(id, value)],
  );
  return Buffer.from(html.toString().replace("</head>", () => `${blocks.join("")}</head>`));
}
