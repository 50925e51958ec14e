import type { Credentials } from "../aws/index.ts";

/** Gives the keys to sign with; `forceRefresh` asks the source again even if they look fresh. */
export type CredentialsProvider = (options?: {
  readonly forceRefresh?: boolean;
}) => Promise<Credentials>;
