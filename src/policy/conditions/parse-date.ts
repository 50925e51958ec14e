const isoDate =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?$/;

/**
 * Milliseconds since the epoch of a W3C ISO 8601 date or of epoch seconds, or undefined
 * (IAM User Guide, Date condition operators: "you can specify … epoch (UNIX) time").
 */
export function parseDate(text: string): number | undefined {
  const iso = isoDate.exec(text);
  if (iso !== null) return isoMilliseconds(iso);
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : undefined;
}

function isoMilliseconds(parts: RegExpExecArray): number | undefined {
  const [, year, month = "01", day = "01", hour = "00", minute = "00"] = parts;
  const [second = "00", fraction = "", zone = "Z"] = parts.slice(6);
  // Date.parse knows three decimals for certain, and zones with a colon only.
  const colonZone = zone.replace(/^([+-]\d\d):?(\d\d)$/, "$1:$2");
  const milliseconds = fraction.slice(0, 4).padEnd(4, "0").replace(/^0/, ".");
  const time = Date.parse(
    `${year ?? ""}-${month}-${day}T${hour}:${minute}:${second}${milliseconds}${colonZone}`,
  );
  return Number.isNaN(time) ? undefined : time;
}
