import { malformedForm, openFormReader } from "./form-reader.ts";

/** The file of a form, which is read only once. */
export interface FormFile {
  /** As the client gave it; absent where the file has no name. */
  readonly name?: string;
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** The fields of a form up to its file; what comes after the file is not read. */
export interface MultipartForm {
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly file?: FormFile;
  /** Lets go of a form that is read, or not wanted. */
  close(): Promise<void>;
}

/** The boundary in a `Content-Type`, undefined where it is not that of a form. */
export function formBoundary(contentType: string | undefined): string | undefined {
  const [, parameters] = /^multipart\/form-data\s*(?:;(.*))?$/is.exec(contentType ?? "") ?? [];
  const [, quoted, bare] =
    /(?:^|;)\s*boundary\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i.exec(parameters ?? "") ?? [];
  return quoted ?? bare;
}

/** Reads a form until its file begins (RFC 7578). */
export async function readMultipartForm(
  body: AsyncIterable<Uint8Array>,
  boundary: string,
): Promise<MultipartForm> {
  // The first boundary begins the body, all others begin a line.
  const reader = openFormReader(body, "\r\n");
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const fields: (readonly [string, string])[] = [];
  const close = (): Promise<void> => reader.close();
  try {
    await reader.until(delimiter);
    for (;;) {
      const rest = (await reader.until(LINE_END)).toString("latin1").trim();
      if (rest === "--") return { fields, close };
      if (rest !== "") throw malformedForm();
      const { name, filename } = readDisposition(await readHeaders(reader));
      if (name.toLowerCase() === "file") {
        const pieces = reader.piecesUntil(delimiter);
        return {
          fields,
          file: { ...(filename !== undefined && { name: filename }), pieces },
          close,
        };
      }
      fields.push([name, (await reader.until(delimiter)).toString("utf8")]);
    }
  } catch (error) {
    await close();
    throw error;
  }
}

const LINE_END = Buffer.from("\r\n");

async function readHeaders(reader: {
  until(delimiter: Buffer): Promise<Buffer>;
}): Promise<readonly string[]> {
  const lines: string[] = [];
  for (;;) {
    const line = (await reader.until(LINE_END)).toString("utf8");
    if (line === "") return lines;
    lines.push(line);
  }
}

interface Disposition {
  readonly name: string;
  readonly filename?: string;
}

/** Only a part `form-data` with a name is a field. */
function readDisposition(lines: readonly string[]): Disposition {
  const line = lines.find((each) => /^content-disposition\s*:/i.test(each)) ?? "";
  if (!/^content-disposition\s*:\s*form-data\s*;/i.test(line)) throw malformedForm();
  const name = parameterOf(line, "name");
  if (name === undefined) throw malformedForm();
  const filename = parameterOf(line, "filename");
  return { name, ...(filename !== undefined && { filename }) };
}

function parameterOf(line: string, name: string): string | undefined {
  const pattern = new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]+))`, "i");
  const [, quoted, bare] = pattern.exec(line) ?? [];
  return quoted?.replace(/\\(["\\])/g, "$1") ?? bare;
}
