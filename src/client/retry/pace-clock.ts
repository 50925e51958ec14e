/** What a pace tells time with, handed in so that tests need no time. */
export interface PaceClock {
  /** Milliseconds that only go up. */
  readonly nowMs: () => number;
  /** For how many milliseconds this thread has worked so far, and not waited. */
  readonly busyMs: () => number;
  /** Runs something later; what is returned gives it up. */
  readonly wake: (afterMs: number, run: () => void) => () => void;
}

/** The machine's own clock. */
export const systemPaceClock: PaceClock = {
  nowMs: () => performance.now(),
  busyMs: () => performance.eventLoopUtilization().active,
  wake: (afterMs, run) => {
    const timer = setTimeout(run, afterMs);
    return () => {
      clearTimeout(timer);
    };
  },
};
