import type { DrawnGate } from "./gates.ts";

/** How far apart gates stand, and how much room there is before the first. */
export const STEP = 112;
export const START = 80;

/** Where a gate stands. */
export function placeOf(at: number): number {
  return START + STEP / 2 + at * STEP;
}

/** How wide a drawing of so many gates is. */
export function widthOf(count: number): number {
  return 2 * START + count * STEP;
}

/** Gates beside each other that are of one account. */
interface Lane {
  readonly account: string;
  readonly from: number;
  readonly count: number;
}

/** The gates by whose account they are in. */
export function lanesOf(gates: readonly DrawnGate[]): readonly Lane[] {
  return gates.reduce<readonly Lane[]>((lanes, { account }, at) => {
    const last = lanes.at(-1);
    return last?.account === account
      ? [...lanes.slice(0, -1), { ...last, count: last.count + 1 }]
      : [...lanes, { account, from: at, count: 1 }];
  }, []);
}
