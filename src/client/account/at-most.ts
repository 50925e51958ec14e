import type { CallAws } from "./call-aws.ts";

/** Lets so many calls run at once; the others wait for one of them to end. */
export function atMost(limit: number, call: CallAws): CallAws {
  let free = limit;
  const waiting: (() => void)[] = [];
  return async (operation, send) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await call(operation, send);
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}
