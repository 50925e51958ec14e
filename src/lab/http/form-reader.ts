import { Refusal } from "../refusal.ts";

/** Reads a stream by what stands between the delimiters in it. */
export interface FormReader {
  /** Everything up to the next delimiter, which is read too; refused when it comes to more than may be held. */
  until(delimiter: Buffer): Promise<Buffer>;
  /** The same without holding it; at the end of the stream without a delimiter it is refused. */
  piecesUntil(delimiter: Buffer): AsyncGenerator<Uint8Array>;
  /** Lets go of the stream. */
  close(): Promise<void>;
}

// Recorded from S3: `MaxPostPreDataLengthBytes` is 20480.
const MAX_HELD = 20_480;

/** Opens a stream that begins as if `start` came before it. */
export function openFormReader(body: AsyncIterable<Uint8Array>, start: string): FormReader {
  const source = body[Symbol.asyncIterator]();
  let ahead: Buffer = Buffer.from(start);
  let held = -ahead.length;

  const readOn = async (): Promise<void> => {
    const next = await source.next();
    if (next.done === true) throw malformedForm();
    ahead = Buffer.concat([ahead, next.value]);
  };
  /** Takes what is certain not to be the beginning of a delimiter. */
  const takeBefore = (end: number): Buffer => {
    const taken = ahead.subarray(0, end);
    ahead = ahead.subarray(end);
    return taken;
  };

  return {
    async until(delimiter) {
      let at = ahead.indexOf(delimiter);
      while (at < 0) {
        if (held + ahead.length > MAX_HELD) throw tooMuchBeforeFile();
        await readOn();
        at = ahead.indexOf(delimiter);
      }
      held += at + delimiter.length;
      if (held > MAX_HELD) throw tooMuchBeforeFile();
      const taken = takeBefore(at);
      takeBefore(delimiter.length);
      return taken;
    },
    async *piecesUntil(delimiter) {
      for (let at = ahead.indexOf(delimiter); at !== 0; at = ahead.indexOf(delimiter)) {
        const certain = at < 0 ? ahead.length - delimiter.length + 1 : at;
        if (certain > 0) yield takeBefore(certain);
        else await readOn();
      }
      takeBefore(delimiter.length);
    },
    async close() {
      await source.return?.();
    },
  };
}

/** S3's answer to a body that is no form. */
export function malformedForm(): Refusal {
  return new Refusal({
    code: "MalformedPOSTRequest",
    status: 400,
    message: "The body of your POST request is not well-formed multipart/form-data.",
  });
}

// The spelling is theirs (S3's answers in public threads).
function tooMuchBeforeFile(): Refusal {
  return new Refusal({
    code: "MaxPostPreDataLengthExceeded",
    status: 400,
    message: "Your POST request fields preceeding the upload file was too large.",
    elements: { MaxPostPreDataLengthBytes: String(MAX_HELD) },
  });
}
