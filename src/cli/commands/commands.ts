import type { CommandEntry } from "../command.ts";

/** Every verb, in the order of `sluice --help`; each is loaded when it is asked for. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "sync",
    summary:
      "make DESTINATION what SOURCE is, as `aws s3 sync` does, after checking every permission",
    load: async () => (await import("./sync-command.ts")).command,
  },
  {
    name: "ls",
    summary: "list buckets, or the objects under a prefix, as `aws s3 ls` does",
    load: async () => (await import("./ls-command.ts")).command,
  },
  {
    name: "cp",
    summary: "copy a file or an object, or all that is under a place, as `aws s3 cp` does",
    load: async () => (await import("./cp-command.ts")).command,
  },
  {
    name: "mv",
    summary: "copy, and delete the source of what has arrived whole, as `aws s3 mv` does",
    load: async () => (await import("./mv-command.ts")).command,
  },
  {
    name: "rm",
    summary: "delete an object, or all that is under a prefix, as `aws s3 rm` does",
    load: async () => (await import("./rm-command.ts")).command,
  },
  {
    name: "check",
    summary: "say what a sync would be denied, by which layer, in whose account; move nothing",
    load: async () => (await import("./check-command.ts")).command,
  },
  {
    name: "jobs",
    summary: "list the jobs that `sync --on s3-batch` has begun, or follow one to its end",
    load: async () => (await import("./jobs-command.ts")).command,
  },
  {
    name: "explain",
    summary: "say what an AccessDenied means, what it hides and what does not help",
    load: async () => (await import("./explain-command.ts")).command,
  },
  {
    name: "grant",
    summary: "write the smallest change that lets a sync through, by owner, and prove it",
    load: async () => (await import("./grant-command.ts")).command,
  },
  {
    name: "test",
    summary: "hold assertions about access against a world file, for CI",
    load: async () => (await import("./test-command.ts")).command,
  },
  {
    name: "lint",
    summary: "find mistakes in policy files, Terraform plans and CloudFormation templates",
    load: async () => (await import("./lint-command.ts")).command,
  },
  {
    name: "lab",
    summary: "run a local AWS with several accounts whose authorization is real",
    load: async () => (await import("./lab-command.ts")).command,
  },
  {
    name: "ui",
    summary: "show a request's way through the policies in a browser, to edit and try",
    load: async () => (await import("./ui-command.ts")).command,
  },
  {
    name: "world",
    summary: "write the state of a lab that runs as a world file, which loads to the same state",
    load: async () => (await import("./world-command.ts")).command,
  },
  {
    name: "completion",
    summary: "print what makes a shell complete command lines of sluice",
    load: async () => (await import("./completion-command.ts")).command,
  },
  {
    name: "start",
    summary: "tell the whole story on a lab of its own: refused, explained, granted, synced",
    load: async () => (await import("./start-command.ts")).command,
  },
];
