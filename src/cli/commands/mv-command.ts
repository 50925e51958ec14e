import type { Command } from "../command.ts";
import { copyCommand } from "./copy-command.ts";

export const command: Command = copyCommand("mv", {
  options: {
    "validate-same-s3-paths": {
      kind: "flag",
      summary: "find out whether an access point leads to the other bucket (always done)",
    },
  },
  examples: [
    {
      says: "rename an object",
      line: "sluice mv s3://my-bucket/draft.txt s3://my-bucket/final.txt",
    },
    {
      says: "empty a directory into a bucket",
      line: "sluice mv ./outbox s3://my-bucket/inbox --recursive",
    },
  ],
});
