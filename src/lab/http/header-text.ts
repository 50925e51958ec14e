import { invalidArgument } from "../refusal.ts";

const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/**
 * A header's value that came in a query or a form, refused where it could not stand in a header: it is sent
 * back in one. Metadata is sent back encoded, so it may hold anything; its name may not.
 */
export function headerText(name: string, value: string): string {
  const isFree = name.startsWith("x-amz-meta-");
  if (TOKEN.test(name) && (isFree || !/[\x00-\x08\x0a-\x1f\x7f]/.test(value))) return value;
  throw invalidArgument("Header value cannot be represented", name, value);
}
