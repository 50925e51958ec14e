import { rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nearestWord, UsageError } from "../../aws/index.ts";
import { valueOf } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { askLab, labUrlOf } from "./ask-lab.ts";
import { makePrivateDirectory } from "./private-directory.ts";

/** Prints what a shell must be told so that AWS's clients talk to the lab: `eval "$(sluice lab env)"`. */
export async function printLabEnvironment({ args, terminal }: Invocation): Promise<number> {
  const url = labUrlOf(valueOf(args, "endpoint"), terminal.env);
  const { status, text } = await askLab(url, "/_lab/aws-config");
  if (status !== 200) {
    throw new UsageError({
      en: `cannot use \`${url}\`: it answers ${status}, as no lab does`,
      ja: `\`${url}\` は使えません。応答が ${status} なので、ラボではありません`,
    });
  }
  const profile = profileIn(text, valueOf(args, "profile"));
  const directory = await directoryFor(url);
  const config = join(directory, "config");
  // Only the owner may read it: it holds secret keys, if only of the lab. Other shells may read it right now.
  const fresh = join(directory, `config.${process.pid}`);
  await writeFile(fresh, text, { mode: 0o600 });
  await rename(fresh, config);
  const settings: Readonly<Record<string, string | undefined>> = {
    AWS_CONFIG_FILE: config,
    // A profile of the same name in a person's own file would win.
    AWS_SHARED_CREDENTIALS_FILE: join(directory, "none"),
    AWS_ENDPOINT_URL: url,
    // What a variable says for all services would win over what the config says for one.
    AWS_ENDPOINT_URL_S3_CONTROL: /^s3_control =\n +endpoint_url = (\S+)$/m.exec(text)?.[1],
    AWS_PROFILE: profile,
    // They would win over any profile.
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_SESSION_TOKEN: undefined,
    AWS_REGION: undefined,
    AWS_DEFAULT_REGION: undefined,
  };
  for (const [name, value] of Object.entries(settings)) {
    terminal.out(value === undefined ? `unset ${name}\n` : `export ${name}=${quoted(value)}\n`);
  }
  return ExitCode.done;
}

/** One place for each address of labs, so that nothing piles up. */
async function directoryFor(url: string): Promise<string> {
  const ofUser = join(tmpdir(), `sluice-env-${process.getuid?.() ?? "mine"}`);
  await makePrivateDirectory(ofUser);
  const directory = join(ofUser, new URL(url).host.replace(/[^\w.-]/g, "-"));
  await makePrivateDirectory(directory);
  return directory;
}

/** The profile that is meant; the only one where none is named. */
function profileIn(config: string, named: string | undefined): string | undefined {
  const profiles = Array.from(
    config.matchAll(/^\[(?:profile )?([^\]\s]+)\]$/gm),
    ([, profile = ""]) => profile,
  );
  if (named === undefined) return profiles.length === 1 ? profiles[0] : undefined;
  if (profiles.includes(named)) return named;
  const meant = nearestWord(named, profiles);
  const hint =
    meant === undefined
      ? {
          en: `it has \`${profiles.join("`, `")}\``,
          ja: `あるのは \`${profiles.join("`、`")}\` です`,
        }
      : { en: `did you mean \`${meant}\`?`, ja: `\`${meant}\` ではありませんか` };
  throw new UsageError({
    en: `the lab has no profile \`${named}\`: ${hint.en}`,
    ja: `ラボにプロファイル \`${named}\` はありません。${hint.ja}`,
  });
}

/** A word of a POSIX shell, whatever is in it. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
