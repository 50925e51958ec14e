import { type RootDatabase, TransactionFlags } from "lmdb";

/** Runs works one after another; a promise is fulfilled when what its work wrote is committed. */
export type Commit = <Result>(work: () => Result) => Promise<Result>;

interface Queued {
  /** Answers with how to tell whoever waits, once all is committed. */
  readonly run: () => () => void;
  readonly reject: (error: unknown) => void;
}

const { NO_SYNC_FLUSH, SYNCHRONOUS_COMMIT } = TransactionFlags;

/**
 * Commits the works of one turn of the event loop in one transaction of LMDB, in this thread and
 * without a flush: to hand a commit to the library's thread costs more than the commit.
 */
export function commitTogether(environment: Pick<RootDatabase, "transactionSync">): Commit {
  let queue: Queued[] = [];
  const commit = (): void => {
    const works = queue;
    queue = [];
    const runAll = (): (() => void)[] => works.map(perform);
    try {
      const tell = environment.transactionSync(runAll, SYNCHRONOUS_COMMIT | NO_SYNC_FLUSH);
      for (const each of tell) each();
    } catch (error) {
      for (const { reject } of works) reject(error);
    }
  };
  return (work) =>
    new Promise((resolve, reject) => {
      const run = (): (() => void) => {
        const result = work();
        return () => {
          resolve(result);
        };
      };
      if (queue.push({ run, reject }) === 1) setImmediate(commit);
    });
}

/** What a work throws is told when the others are committed. */
function perform({ run, reject }: Queued): () => void {
  try {
    return run();
  } catch (error) {
    return () => {
      reject(error);
    };
  }
}
