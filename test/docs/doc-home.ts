import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { ROOT } from "./doc-blocks.ts";

/** A home of somebody who has a clone of the repository, and the environment of a terminal there. */
export interface DocHome {
  readonly home: string;
  /** The clone, where the terminal is. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  setEnv(name: string, value: string | undefined): void;
  close(): Promise<void>;
}

// `aws` of Debian reads no endpoint from the environment.
const AWS = `#!/bin/sh
exec "$AWS_BINARY" \${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"} "$@"
`;

/** Makes one, and goes there: what runs in this process looks at its environment and its directory. */
export async function makeDocHome(awsBinary: string | undefined): Promise<DocHome> {
  const home = await mkdtemp(join(tmpdir(), "sluice-docs-"));
  const directory = join(home, "clone");
  await mkdir(join(home, "bin"));
  await mkdir(directory);
  for (const name of ["worlds", "examples"]) await symlink(join(ROOT, name), join(directory, name));
  await writeFile(join(home, "bin", "aws"), AWS);
  await chmod(join(home, "bin", "aws"), 0o755);
  const before = process.cwd();
  process.chdir(directory);
  const env: Record<string, string | undefined> = {};
  const setEnv = (name: string, value: string | undefined): void => {
    env[name] = value;
    vi.stubEnv(name, value);
  };
  const given: Readonly<Record<string, string | undefined>> = {
    PATH: `${join(home, "bin")}:${process.env["PATH"] ?? ""}`,
    HOME: home,
    LANG: "en_US.UTF-8",
    LC_ALL: "C.UTF-8",
    AWS_BINARY: awsBinary,
    AWS_CONFIG_FILE: join(home, "none"),
    AWS_SHARED_CREDENTIALS_FILE: join(home, "none"),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_PAGER: "",
  };
  for (const [name, value] of Object.entries(given)) setEnv(name, value);
  return {
    home,
    directory,
    env,
    setEnv,
    close: async () => {
      vi.unstubAllEnvs();
      process.chdir(before);
      await rm(home, { recursive: true, force: true });
    },
  };
}
