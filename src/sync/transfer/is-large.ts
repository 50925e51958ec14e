import type { Workbench } from "../run/workbench.ts";

/** Whether a file or an object is to be transferred in parts. */
export function isLarge({ size }: { readonly size: number }, { options }: Workbench): boolean {
  return size >= options.multipartThreshold;
}
