/** Turns a value into what is stored of it, and back. */
export interface RowCodec {
  pack(value: unknown): unknown;
  unpack(stored: unknown): unknown;
}

/** A column whose values are kept in a form of their own. */
export interface PackedColumn extends RowCodec {
  readonly name: string;
}

/** The name of a column, or how it is kept. */
export type Column = string | PackedColumn;

type Fields = Record<string, unknown>;

/** Rows of named fields: those of `columns` by position, the others in one object at the end. */
export function createRowCodec(columns: readonly Column[]): RowCodec {
  const names = columns.map((column) => (typeof column === "string" ? column : column.name));
  const packed = columns.map((column) => (typeof column === "string" ? undefined : column));
  const isColumn = new Set(names);
  return {
    pack(value) {
      const fields = value as Fields;
      const row: unknown[] = names.map((name, i) => {
        const field = fields[name] ?? null;
        return field === null ? null : (packed[i]?.pack(field) ?? field);
      });
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
        if (field !== null) fields[names[i] ?? ""] = packed[i]?.unpack(field) ?? field;
      }
      return row[last] === null ? fields : Object.assign(fields, row[last]);
    },
  };
}
