import type { SluiceShell } from "../support/sluice-shell.ts";
import type { RunSync } from "./flag-stage.ts";

/** `sluice sync --aws-compat` as Ann. */
export function sluiceSync(shell: SluiceShell): RunSync {
  return (words, { lab, proxy }) => {
    const { accessKeyId, secretAccessKey } = lab.principal("ann").credentials;
    return shell.run(["sync", ...words, "--aws-compat", "--endpoint-url", proxy.url], {
      env: {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_REGION: "ap-northeast-1",
      },
    });
  };
}
