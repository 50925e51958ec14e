import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";

/** Makes a new directory with an AWS config, the only one that is found until `closeHome`. */
export async function openHome(awsConfig: string): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "sluice-home-"));
  await writeFile(join(home, "config"), awsConfig, { mode: 0o600 });
  vi.stubEnv("AWS_CONFIG_FILE", join(home, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(home, "none"));
  return home;
}

/** Removes it with all that is in it. */
export async function closeHome(home: string): Promise<void> {
  vi.unstubAllEnvs();
  await rm(home, { recursive: true });
}
