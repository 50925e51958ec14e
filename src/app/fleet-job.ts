import { type Sentence, UsageError } from "../aws/index.ts";
import { type FleetPart, type Job, type JobRequest, readJob } from "./job.ts";

/** A sync that a fleet does, as typed. */
export interface FleetJobRequest extends JobRequest {
  readonly fleet: FleetPart;
}

/** Reads a sync that a fleet does; throws `UsageError` for one that it cannot do. */
export function readFleetJob(request: FleetJobRequest): Job {
  const job = readJob(request);
  const { options, destination, backup } = job;
  // Nothing is handed to anybody: it lists here, and says the same.
  if (options.dryrun) return job;
  if (destination.kind === "local") {
    throw refused({
      en: `its workers would each write \`${destination.path}\` of their own machine; a fleet writes to \`s3://\``,
      ja: `ワーカーがそれぞれのマシンの \`${destination.path}\` に書き込んでしまいます。書き込み先は \`s3://\` である必要があります`,
    });
  }
  if (options.write.sseCustomer !== undefined || options.sourceCustomerKey !== undefined) {
    throw refused({
      en: "a key of yours (`--sse-c`) would have to be kept in Redis",
      ja: "鍵（`--sse-c`）を Redis に置くことになります",
    });
  }
  if (options.verify || backup !== undefined) {
    const option = options.verify ? "--verify" : "--backup-to";
    throw refused({
      en: `its workers do not heed \`${option}\``,
      ja: `ワーカーは \`${option}\` に対応していません`,
    });
  }
  return { ...job, fleet: request.fleet };
}

function refused({ en, ja }: Sentence): UsageError {
  return new UsageError({
    en: `cannot leave this to a fleet: ${en}; or leave out \`--on fleet\``,
    ja: `フリートには任せられません。${ja}。または \`--on fleet\` を外してください`,
  });
}
