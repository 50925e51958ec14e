/** The credentials of all examples in AWS's documentation. */
export const example = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
} as const;

/** 20130524T000000Z. */
export const exampleTimeMs: number = Date.UTC(2013, 4, 24);
