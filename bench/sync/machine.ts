import { cpus, loadavg, totalmem } from "node:os";

/** The machine that measures, and how busy it was before. */
export function describeMachine(): string {
  const [first] = cpus();
  const [load = 0] = loadavg();
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores of ${first?.model ?? "an unknown kind"}, ${gibibytes} GiB, Node ${process.version}, load ${load.toFixed(1)} before`;
}
