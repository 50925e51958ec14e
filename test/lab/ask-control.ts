import type { OpenLab } from "./open-lab.ts";
import { ask, type WireAnswer } from "./wire.ts";

/** What is asked of S3 Control. */
export interface ControlQuestion {
  readonly profile: string;
  readonly method: string;
  /** What follows `/v20180820/`. */
  readonly path: string;
  readonly body?: string;
  readonly account?: string;
}

/** Asks S3 Control of a lab; gives the answer whatever it is. */
export function askControl(
  open: Pick<OpenLab, "lab" | "credentialsOf">,
  { profile, path, account = "111111111111", ...question }: ControlQuestion,
): Promise<WireAnswer> {
  return ask(open.lab.port, {
    ...question,
    target: `/v20180820/${path}`,
    headers: { "x-amz-account-id": account },
    credentials: open.credentialsOf(profile),
  });
}

/** The text of the first element of that name. */
export function elementIn({ body }: WireAnswer, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? "";
}
