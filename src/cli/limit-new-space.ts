import { PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** Bytes of both halves: half of what V8 lets them grow to by itself. */
const LIMIT = 16 * 1024 * 1024;

/**
 * Lets V8's space for new objects grow to 16 MiB and no more. Under a load of short requests it
 * takes 32, and what is promoted meanwhile as much again, for no more speed (docs/performance.md).
 * The flag that limits it counts only before the process starts; this one always.
 */
export function limitNewSpace(): void {
  const observer = new PerformanceObserver(() => {
    if (newSpace() < LIMIT) return;
    setFlagsFromString("--semi-space-growth-factor=1");
    observer.disconnect();
  });
  observer.observe({ entryTypes: ["gc"] });
}

function newSpace(): number {
  const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
  return space?.space_size ?? 0;
}
