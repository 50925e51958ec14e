/** Objects of one job: S3 bills each job as much as 250,000 objects, and what failed of one is held in memory. */
export const OBJECTS_IN_JOB = 1_000_000;
/** Bytes of an object that a job copies. S3 User Guide, Copy objects: 5 GB, which CopyObject may count in powers of two. */
export const MOST_BYTES = 5_000_000_000;
