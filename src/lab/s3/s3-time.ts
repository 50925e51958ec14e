const SECONDS_A_DAY = 86_400;
const TWO_DIGITS: readonly string[] = Array.from({ length: 60 }, (_, number) =>
  String(number).padStart(2, "0"),
);

/** A time as S3 writes it in XML: S3 keeps whole seconds. */
export function s3Time(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString();
}

/** Writes many times, of which most are of the same day. */
export function createTimeWriter(): typeof s3Time {
  let day = Number.NaN;
  let date = "";
  return (ms) => {
    const seconds = Math.floor(ms / 1000);
    const ofDay = Math.floor(seconds / SECONDS_A_DAY);
    if (ofDay !== day) {
      day = ofDay;
      date = s3Time(ms).slice(0, 11);
    }
    const left = seconds - ofDay * SECONDS_A_DAY;
    const hour = TWO_DIGITS[Math.floor(left / 3600)] ?? "";
    const minute = TWO_DIGITS[Math.floor(left / 60) % 60] ?? "";
    return `${date}${hour}:${minute}:${TWO_DIGITS[left % 60] ?? ""}.000Z`;
  };
}
