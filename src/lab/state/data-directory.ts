import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../../aws/index.ts";
import { makeDirectory } from "../make-directory.ts";

/** A directory that one lab keeps everything in. */
export interface DataDirectory {
  readonly path: string;
  /** Whether it stays when the lab ends. */
  readonly isLasting: boolean;
  close(): Promise<void>;
}

/** Takes a directory for this process alone, or makes a temporary one that goes with it. */
export async function openDataDirectory(wanted: string | undefined): Promise<DataDirectory> {
  if (wanted === undefined) {
    const path = await mkdtemp(join(tmpdir(), "sluice-lab-"));
    const remove = (): Promise<void> => rm(path, { recursive: true, force: true });
    return { path, isLasting: false, close: remove };
  }
  const lock = join(wanted, "lab.pid");
  try {
    // Everyone's secret keys are in it.
    makeDirectory(wanted, 0o700);
    await takeLock(lock, wanted);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError({
      en: `cannot keep data in \`${wanted}\`: ${reason}`,
      ja: `\`${wanted}\` にデータを保存できません: ${reason}`,
    });
  }
  return { path: wanted, isLasting: true, close: () => rm(lock, { force: true }) };
}

/** A lab that was killed leaves its lock behind; nobody has it then. */
async function takeLock(lock: string, directory: string): Promise<void> {
  const holder = Number(await readFile(lock, "utf8").catch(() => ""));
  if (holder > 0 && isRunning(holder)) {
    throw new UsageError({
      en: `cannot keep data in \`${directory}\`: the lab with process id \`${holder}\` uses it; stop that one, or name another directory`,
      ja: `\`${directory}\` にデータを保存できません。プロセス ID \`${holder}\` のラボが使っています。そのラボを止めるか、別のディレクトリを指定してください`,
    });
  }
  await writeFile(lock, String(process.pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process runs too.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
