/** How far a run was, and when. */
export interface Sample {
  readonly atMs: number;
  readonly bytes: number;
}

/** Two minutes, looked at every second. */
const MOST_SAMPLES = 120;

/** The samples with one more; a run that begins again begins anew. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last !== undefined && sample.bytes < last.bytes) return [sample];
  return [...samples.slice(1 - MOST_SAMPLES), sample];
}

/** Bytes per second between samples. */
export function ratesOf(samples: readonly Sample[]): readonly number[] {
  return samples.slice(1).map(({ atMs, bytes }, at) => {
    const before = samples[at] ?? { atMs, bytes };
    const seconds = (atMs - before.atMs) / 1000;
    return seconds > 0 ? (bytes - before.bytes) / seconds : 0;
  });
}

/** Points of a line over a box, higher where more is done. */
export function linePoints(
  rates: readonly number[],
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const most = Math.max(1, ...rates);
  const step = width / (MOST_SAMPLES - 2);
  return rates
    .map((rate, at) => `${(at * step).toFixed(1)},${(height - (rate / most) * height).toFixed(1)}`)
    .join(" ");
}

const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** A size as the AWS CLI prints it. */
export function sizeText(bytes: number): string {
  let [left, unit] = [bytes, 0];
  while (left >= 1024 && unit < UNITS.length - 1) {
    left /= 1024;
    unit++;
  }
  return `${unit === 0 ? Math.round(left) : left.toFixed(1)} ${UNITS[unit] ?? ""}`;
}
