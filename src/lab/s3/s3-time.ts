const SECONDS_A_DAY = 86_400;
const TWO_DIGITS: readonly string[] = Array.from({ length: 60 }, (_, number) =>
  String(number).padStart(2, "0"),
);

/** A time as S3 writes it in XML: S3 keeps whole seconds. */
export function s3Time(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString();
}

/** Writes many times, of which most are of the same second or the same day. */
export function createTimeWriter(): typeof s3Time {
  let day = Number.NaN;
  let date = "";
  let second = Number.NaN;
  let time = "";
  return (ms) => {
    const seconds = Math.floor(ms / 1000);
    if (seconds === second) return time;
    second = seconds;
    const ofDay = Math.floor(seconds / SECONDS_A_DAY);
    if (ofDay !== day) {
      day = ofDay;
      date = s3Time(ms).slice(0, 11);
    }
    const left = seconds - ofDay * SECONDS_A_DAY;
    const ofClock = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
    // Joined it is one text, where one that is added up stays in its parts until all of the page is put together.
    time = [date, ofClock.map((number) => TWO_DIGITS[number]).join(":"), ".000Z"].join("");
    return time;
  };
}
