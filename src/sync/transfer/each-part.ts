/** Does every part, `width` at a time, and after a failure waits for those that still run. */
export async function eachPart<P, R>(
  parts: readonly P[],
  width: number,
  perform: (part: P) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const errors: unknown[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (errors.length === 0 && next < parts.length) {
      const index = next++;
      results[index] = await perform(parts[index] as P);
    }
  };
  const workers = Array.from({ length: Math.min(width, parts.length) }, () =>
    work().catch((error: unknown) => errors.push(error)),
  );
  await Promise.all(workers);
  if (errors.length > 0) throw errors[0];
  return results;
}
