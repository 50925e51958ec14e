/** Works in the background, a step at a time, whenever there is something to do. */
export interface JobRunner {
  /** Sets what a step is; it says false when there was nothing to do. Then goes to work. */
  employ(step: () => Promise<boolean>): void;
  /** Goes to work; called after whatever may have made some. */
  wake(): void;
  /** Waits for the step under way, and begins no other until it is resumed. */
  pause(): Promise<void>;
  resume(): void;
}

/** A runner that has no work yet. */
export function createJobRunner(): JobRunner {
  let step = (): Promise<boolean> => Promise.resolve(false);
  let running: Promise<void> | undefined;
  let isPaused = false;
  // Whoever wakes it while a step finds nothing to do is heard after that step.
  let isWoken = false;
  const run = async (): Promise<void> => {
    while (isWoken && !isPaused) {
      isWoken = false;
      if (await step()) isWoken = true;
    }
    running = undefined;
  };
  const runner: JobRunner = {
    employ(work) {
      step = work;
      runner.wake();
    },
    wake() {
      isWoken = true;
      if (!isPaused) running ??= run();
    },
    async pause() {
      isPaused = true;
      await running;
    },
    resume() {
      isPaused = false;
    },
  };
  return runner;
}
