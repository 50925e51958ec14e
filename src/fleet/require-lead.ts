import { ToldError } from "../aws/index.ts";

/** Throws where this process has lost the lead of a run. */
export function requireLead(leads: boolean, run: string): void {
  if (leads) return;
  throw new ToldError({
    en: `cannot lead run \`${run}\` any more: this process was silent for too long, and another one has taken the lead`,
    ja: `実行 \`${run}\` をこれ以上進められません。このプロセスからの応答が途絶えたため、別のプロセスが引き継いでいます`,
  });
}
