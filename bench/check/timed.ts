/** Seconds on the clock, and seconds of this process's processor. */
export interface Time {
  readonly wall: number;
  readonly cpu: number;
}

/** How long some work takes. */
export async function timed(work: () => unknown): Promise<Time> {
  const begunMs = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - begunMs) / 1000, cpu: (user + system) / 1e6 };
}

/** The same again and again. */
export async function timedRuns(work: () => unknown): Promise<readonly Time[]> {
  const times: Time[] = [];
  for (let run = 0; run < RUNS; run++) times.push(await timed(work));
  return times;
}

/** Medians are taken of so many. */
export const RUNS = 5;
