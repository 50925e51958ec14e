import { endOfDocument, startOfDocument } from "./write-xml.ts";

/** An S3 answer that is written piece by piece. */
export interface LongDocument {
  add(text: string): void;
  /** All of it, as it goes over the wire. */
  end(): Uint8Array;
}

// Few enough that there is little to put together, and each gone before the collector moves it.
const STRETCH = 32 * 1024;

/** Begins an answer so long that it takes less time to make bytes of it stretch by stretch than of the whole. */
export function openLongDocument(root: string): LongDocument {
  const stretches: Uint8Array[] = [];
  let text = startOfDocument(root);
  return {
    add(more) {
      text += more;
      if (text.length < STRETCH) return;
      stretches.push(encode(text));
      text = "";
    },
    end() {
      stretches.push(encode(text + endOfDocument(root)));
      return Buffer.concat(stretches);
    },
  };
}

/** `Buffer.from` takes four times as long to find the room. */
function encode(text: string): Uint8Array {
  const room = Buffer.allocUnsafe(3 * text.length);
  return room.subarray(0, room.write(text));
}
