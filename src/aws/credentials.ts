/** Long-term (`AKIA…`) or temporary (`ASIA…` with a session token) access keys. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
