import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { type OpenLab, openLab } from "../lab/open-lab.ts";
import { sluiceInProcess } from "./sluice-in-process.ts";

/** A lab, and a directory to run commands in that finds its profiles. */
export interface LabHome {
  readonly open: OpenLab;
  readonly home: string;
  sluice(...words: readonly string[]): ReturnType<typeof sluiceInProcess>;
  close(): Promise<void>;
}

/** Starts both; credentials are found by the environment of the process. */
export async function openLabHome(): Promise<LabHome> {
  const open = await openLab();
  const home = await mkdtemp(join(tmpdir(), "sluice-test-"));
  await writeFile(join(home, "config"), open.lab.awsConfig());
  vi.stubEnv("AWS_CONFIG_FILE", join(home, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(home, "none"));
  return {
    open,
    home,
    sluice: (...words) => sluiceInProcess(words, { cwd: home, env: { HOME: home } }),
    close: async () => {
      await open.close();
      vi.unstubAllEnvs();
      await rm(home, { recursive: true });
    },
  };
}
