import { type Caller } from "../../../policy/index.ts";
import type { Identity } from "../../authenticate.ts";
import { decidePermission } from "../../authorize.ts";
import type { Call } from "../../call.ts";
import { openPayload } from "../../http/payload.ts";
import { requestContext } from "../../request-context.ts";
import { requestOf } from "../../s3/send-as.ts";
import type { LabState } from "../../state/lab-state.ts";
import { roleCaller } from "../../sts/role-session.ts";
import { trustPermissions } from "../../sts/trust-permissions.ts";
import { jobArn, type JobRow } from "./job-row.ts";

/** The name of S3 Batch Operations as a principal, and as whom roles are passed to. */
export const BATCH_OPERATIONS = "batchoperations.s3.amazonaws.com";

// What AWS calls these sessions is not documented.
const SESSION = "s3-batch-operations";

/** The job's role, opened as Batch Operations opens it; undefined where the role does not trust it. */
export function openJobRole(lab: LabState, job: JobRow): Identity | undefined {
  const role = lab.principals.findByArn(job.roleArn);
  if (role?.kind !== "role") return undefined;
  const permissions = trustPermissions(role, {
    action: "sts:AssumeRole",
    session: SESSION,
    tags: { requested: [], all: [], transitive: [] },
    sourceIdentity: undefined,
    // S3 User Guide, Granting permissions for Batch Operations: the keys against the confused deputy.
    context: { "aws:sourceaccount": job.account, "aws:sourcearn": jobArn(job) },
  });
  const call = serviceCall(lab);
  const isTrusted = permissions.every(
    (permission) => decidePermission(call, permission).outcome === "allowed",
  );
  if (!isTrusted) return undefined;
  const issuedMs = lab.now();
  return {
    caller: roleCaller(role, SESSION),
    issuedMs,
    isTemporary: true,
    signing: { form: "REST-HEADER", version: 4, signedMs: issuedMs, region: job.region },
  };
}

function serviceCall(lab: LabState): Call {
  const caller: Caller = { kind: "service", name: BATCH_OPERATIONS };
  const identity: Identity = { caller };
  const request = requestOf(lab, { method: "GET", bucket: undefined, bucketName: "", key: "" });
  return {
    lab,
    request,
    identity,
    payload: openPayload(request, { declaration: { kind: "unsigned" } }),
    context: requestContext(lab, request, { identity }),
  };
}
