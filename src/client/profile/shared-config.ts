import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** One section of the AWS config files; a nested setting is `s3.addressing_style`. */
export type ConfigSection = Readonly<Record<string, string | undefined>>;

/** The AWS config files, where the environment says they are; missing ones are empty. */
export interface SharedConfig {
  /** Profiles by name, and `services.NAME` sections. */
  readonly configFile: Readonly<Record<string, ConfigSection>>;
  readonly credentialsFile: Readonly<Record<string, ConfigSection>>;
}

/** Reads both AWS config files, also if they have been read before. */
export async function readSharedConfig(): Promise<SharedConfig> {
  const { loadSharedConfigFiles } = await import("@smithy/core/config");
  return loadSharedConfigFiles({ ignoreCache: true });
}

/** A profile as both files together define it, or undefined when neither does. */
export function findProfile(config: SharedConfig, name: string): ConfigSection | undefined {
  const inConfig = config.configFile[name];
  const inCredentials = config.credentialsFile[name];
  if (inConfig === undefined && inCredentials === undefined) return undefined;
  return { ...inConfig, ...inCredentials };
}

/** The names of all profiles. */
export function profileNames({ configFile, credentialsFile }: SharedConfig): readonly string[] {
  const names = [...Object.keys(configFile), ...Object.keys(credentialsFile)];
  const profiles = names.filter((name) => !/^(services|sso-session)[.]/.test(name));
  return [...new Set(profiles)].sort();
}

/** The AWS config files that are there and cannot be read, each with the reason; to the SDK they are empty. */
export async function unreadableFiles(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[]> {
  const home = join(homedir(), ".aws");
  const paths = [
    environment["AWS_CONFIG_FILE"] ?? join(home, "config"),
    environment["AWS_SHARED_CREDENTIALS_FILE"] ?? join(home, "credentials"),
  ].map((path) => path.replace(/^~(?=\/)/, homedir()));
  const reasons = await Promise.all(paths.map(whyUnreadable));
  return paths.flatMap((path, i) => {
    const why = reasons[i];
    return why === undefined ? [] : [`\`${path}\` (${why})`];
  });
}

async function whyUnreadable(path: string): Promise<string | undefined> {
  try {
    await readFile(path);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    return code === "ENOENT" ? undefined : code;
  }
}
