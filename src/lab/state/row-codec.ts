/** Turns a value into what is stored of it, and back. */
export interface RowCodec {
  pack(value: unknown): unknown;
  unpack(stored: unknown): unknown;
}

type Fields = Record<string, unknown>;

/** Rows of named fields: those of `columns` by position, the others in one object at the end. */
export function createRowCodec(columns: readonly string[]): RowCodec {
  const isColumn = new Set(columns);
  return {
    pack(value) {
      const fields = value as Fields;
      const row: unknown[] = columns.map((name) => fields[name] ?? null);
      const others = Object.entries(fields).filter(
        ([name, field]) => field !== undefined && !isColumn.has(name),
      );
      row.push(others.length === 0 ? null : Object.fromEntries(others));
      return row;
    },
    unpack(stored) {
      const row = stored as readonly unknown[];
      const fields: Fields = {};
      // The list of columns may have grown since the row was stored.
      const last = row.length - 1;
      for (let i = 0; i < last; i++) {
        const field = row[i];
        if (field !== null) fields[columns[i] ?? ""] = field;
      }
      return Object.assign(fields, row[last]);
    },
  };
}
