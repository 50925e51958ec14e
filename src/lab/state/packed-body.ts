import type { PackedColumn } from "./row-codec.ts";
import type { StoredBody } from "./stored-body.ts";

/** Where the bytes of an object are: most have one row of them, of which size and id say all. */
export const packedBody: PackedColumn = {
  name: "body",
  pack(value) {
    const body = value as StoredBody;
    const [only, ...others] = body.segments;
    if (only === undefined || others.length > 0 || only.size !== body.size) return body;
    return only.isFile || only.iv !== undefined ? body : [body.size, only.id];
  },
  unpack(stored) {
    if (!Array.isArray(stored)) return stored;
    const [size, id] = stored as [size: number, id: string];
    return { size, segments: [{ id, size }] } satisfies StoredBody;
  },
};
