/** Keys of customers: they never reach a disk or a queue, and have to be given again. */
export const SECRET_OPTIONS: ReadonlySet<string> = new Set(["sse-c-key", "sse-c-copy-source-key"]);
