import { findRow } from "../json/find-row.ts";
import type { Table } from "../state/store.ts";
import type { Ec2Call } from "./ec2-call.ts";

interface Owned {
  readonly account: string;
  readonly region: string;
}

/** The rows of the caller's account and region. */
export function ownRows<Row extends Owned>(call: Ec2Call, table: Table<Row>): readonly Row[] {
  return [...table.range()].map(({ value }) => value).filter((row) => isOwn(call, row));
}

/** A row of the caller's account and region. */
export function findOwnRow<Row extends Owned>(
  call: Ec2Call,
  table: Table<Row>,
  id: string,
): Row | undefined {
  const row = findRow(table, id);
  return row !== undefined && isOwn(call, row) ? row : undefined;
}

function isOwn({ account, region }: Ec2Call, row: Owned): boolean {
  return row.account === account && row.region === region;
}
