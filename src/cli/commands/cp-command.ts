import type { Command } from "../command.ts";
import { copyCommand } from "./copy-command.ts";

export const command: Command = copyCommand("cp", {
  options: {},
  examples: [
    { says: "one file up", line: "sluice cp ./a.txt s3://my-bucket/texts/" },
    {
      says: "all that is under a prefix down, without the logs",
      line: "sluice cp s3://my-bucket/site ./site --recursive --exclude '*.log'",
    },
  ],
});
