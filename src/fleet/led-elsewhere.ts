import { UsageError } from "../aws/index.ts";

/** What is said where another process has the lead. */
export function ledElsewhere(): UsageError {
  return new UsageError({
    en: "cannot lead this run: another process leads one of the same command; wait for that one, or stop it",
    ja: "この実行を進められません。同じコマンドの実行を別のプロセスが進めています。その終了を待つか、停止してください",
  });
}
