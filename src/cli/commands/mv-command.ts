import type { Command } from "../command.ts";
import { copyCommand } from "./copy-command.ts";

export const command: Command = copyCommand("mv", {
  options: {},
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
