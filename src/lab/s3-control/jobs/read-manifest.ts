import type { ManifestField, TaskRow } from "./job-row.ts";

/** A manifest that cannot be read as one. */
export class ManifestFault extends Error {
  override readonly name = "ManifestFault";
}

// A bucket's name, a key whose every byte is encoded, a version id.
const MAX_LINE = 16 * 1024;

/** The tasks of a CSV manifest in its order (S3 User Guide, Specifying a manifest). */
export async function* readManifest(
  pieces: AsyncIterable<Uint8Array>,
  fields: readonly ManifestField[],
): AsyncGenerator<TaskRow> {
  let number = 0;
  for await (const line of linesOf(pieces)) {
    number += 1;
    if (line === "") continue;
    const values = valuesOf(line);
    if (values.length !== fields.length) {
      throw new ManifestFault(
        `line ${number} has ${values.length} fields, and the job says ${fields.length}`,
      );
    }
    yield taskOf(values, fields);
  }
}

async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield line.replace(/\r$/, "");
    if (rest.length > MAX_LINE) throw new ManifestFault("it has a line that is too long");
  }
  yield (rest + decoder.decode()).replace(/\r$/, "");
}

/** Values may stand in quotes, as those of inventories do. */
function valuesOf(line: string): readonly string[] {
  if (!line.includes('"')) return line.split(",");
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(
    ([, quoted, bare = ""]) => quoted?.replaceAll('""', '"') ?? bare,
  );
}

function taskOf(values: readonly string[], fields: readonly ManifestField[]): TaskRow {
  const valueOf = (field: ManifestField): string => values[fields.indexOf(field)] ?? "";
  const versionId = fields.includes("VersionId") ? valueOf("VersionId") : "";
  return {
    bucket: valueOf("Bucket"),
    key: valueOf("Key"),
    ...(versionId !== "" && { versionId }),
  };
}
