import type { ProbeWords } from "../catalogue.ts";

export const probe: ProbeWords = {
  heading: "tried with AWS, on one object, without moving data or leaving anything behind:",
  manner: {
    GetObject: "one byte",
    CopyObject: "only if its source had another ETag",
    PutObject: "only if nothing is there, which something is",
    CreateMultipartUpload: "aborted at once",
    AbortMultipartUpload: "of no upload",
  },
  shows: (actions) => `shows ${actions.join(", ")}`,
  refused: (code, action) => `refused: ${action === undefined ? code : `${code}, ${action}`}`,
  open: (code) => `tells nothing of permissions: ${code}`,
  untried: {
    noKey: "not tried: no object is known to ask about",
    wouldStay: "not tried: s3:AbortMultipartUpload is refused, so the upload would stay",
  },
  left: ({ upload, object }) =>
    `! upload ${upload} to ${object} was begun and could not be aborted: \`aws s3api abort-multipart-upload\` does it`,
  overruled: ({ action, resource }, predicted) =>
    predicted === "allowed"
      ? `! what could be read allows ${action} on ${resource}, and AWS refuses it: AWS decides`
      : `! what could be read denies ${action} on ${resource}, and AWS allows it: AWS decides`,
};
