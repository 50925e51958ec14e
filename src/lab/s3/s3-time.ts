/** A time as S3 writes it in XML: S3 keeps whole seconds. */
export function s3Time(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString();
}
