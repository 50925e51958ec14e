/**
 * Does every part, `width` at a time, and after a failure waits for those that still run. A width that may grow is
 * asked for at the start and with the end of each part.
 */
export async function eachPart<P, R>(
  parts: readonly P[],
  width: number | (() => number),
  perform: (part: P) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const errors: unknown[] = [];
  const workers: Promise<unknown>[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (errors.length === 0 && next < parts.length) {
      const index = next++;
      results[index] = await perform(parts[index] as P);
      hire();
    }
  };
  const hire = (): void => {
    const wanted = typeof width === "number" ? width : width();
    while (workers.length < wanted && next < parts.length && errors.length === 0) {
      workers.push(work().catch((error: unknown) => errors.push(error)));
    }
  };
  hire();
  // More may be hired while these work.
  for (let done = 0; done < workers.length; done++) await workers[done];
  if (errors.length > 0) throw errors[0];
  return results;
}
