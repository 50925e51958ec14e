import type { Credentials } from "../aws/index.ts";

/** The keys of who signs nothing. */
export const NO_KEYS: Credentials = { accessKeyId: "", secretAccessKey: "" };

/** Gives the keys to sign with; `forceRefresh` asks the source again even if they look fresh. */
export type CredentialsProvider = (options?: {
  readonly forceRefresh?: boolean;
}) => Promise<Credentials>;
