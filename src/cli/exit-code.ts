/** The exit codes of DESIGN's table; `sync` keeps those of `aws s3 sync` beside them. */
export const ExitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  denied: 3,
  unknown: 4,
  interrupted: 130,
  fault: 255,
} as const;
