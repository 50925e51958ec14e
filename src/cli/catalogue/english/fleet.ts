import type { FleetWords } from "../fleet-words.ts";

export const fleet: FleetWords = {
  waits: (command) =>
    `fleet     no worker is there, so the run waits; start some, on any machine: ${command}`,
  wholeUrl: "  `SLUICE_REDIS` must hold the whole URL of Redis, with the password if it has one",
  workers: (count) => `fleet     ${count} ${count === 1 ? "worker" : "workers"}`,
  refused: (reason) => `fleet     a worker refuses this run: ${reason}`,
  run: (id) => `fleet     run ${id}`,
  goesOn: (command, isRedisSilent) =>
    `go on with: ${command}\n  ${isRedisSilent ? "Redis does not answer, so workers were not told: they go on with what waits once it does" : "what workers have begun they bring to its end"}`,
  runLine: ({ run, places, transferred, failed }) =>
    `${run}  ${transferred} transferred, ${failed} failed  ${places}`,
  unknown: (id) =>
    id === undefined
      ? "there is no unfinished run of a fleet in this Redis"
      : `there is no unfinished run \`${id}\` of a fleet in this Redis`,
  forgotten: ({ run, places, transferred, held }) =>
    [
      `forgot run ${run}  ${places}`,
      `  what it has copied stays (${transferred} objects); nobody can go on with it`,
      ...(held > 0 ? [`  ${held} deletions that waited for its end are not made`] : []),
      "  what workers have begun of it they bring to its end, but for deletions",
    ].join("\n"),
  ready: (place) => `waiting for ranges of keys at ${place}; ctrl-c gives back what is begun`,
  range: ({ run, after, transferred, deleted, failed }) =>
    `${run}  after \`${after}\`: ${transferred} transferred, ${deleted} deleted, ${failed} failed`,
  fault: (reason) => `warning: ${reason}`,
  rangeFailed: ({ run, after, reason }) => `${run}  after \`${after}\`: given up: ${reason}`,
};
