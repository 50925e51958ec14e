import type { Command } from "../command.ts";
import { copyCommand } from "./copy-command.ts";

export const command: Command = copyCommand("cp", {
  options: {
    "expected-size": {
      kind: "value",
      value: "BYTES",
      summary: "how much `-` has, where it is more than 50 GB: parts are made large enough",
    },
  },
  examples: [
    { says: "one file up", line: "sluice cp ./a.txt s3://my-bucket/texts/" },
    {
      says: "all that is under a prefix down, without the logs",
      line: "sluice cp s3://my-bucket/site ./site --recursive --exclude '*.log'",
    },
    { says: "from and to other programs", line: "tar c . | sluice cp - s3://my-bucket/all.tar" },
  ],
});
