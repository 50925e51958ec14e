import {
  bucketPolicyRefusal,
  parsePolicy,
  type PolicyDocument,
  type PublicAccessFlags,
  publicStatements,
  validateBucketPolicy,
} from "../../policy/index.ts";
import { requirePermission } from "../authorize.ts";
import { emptyReply, xmlReply } from "../http/reply.ts";
import { malformedXml, Refusal } from "../refusal.ts";
import { noSuchBucket } from "../s3/no-such.ts";
import { principalExists } from "../s3/principal-exists.ts";
import type { Bucket } from "../state/buckets.ts";
import { namedPrincipals } from "../state/named-principals.ts";
import { childText, expectElement, readXml } from "../xml/read-xml.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { accessPointArn, accessPointPolicy, entranceOf } from "./access-point.ts";
import { accessPointAccess, requireAccessPoint } from "./access-point-access.ts";
import { controlDocument } from "./control-document.ts";
import { type ControlCall, type ControlOperation, controlRefusal } from "./s3-control-call.ts";
import type { AccessPointRow } from "./s3-control-tables.ts";

const PATH = "accesspoint/{name}/policy";
const reads = accessPointAccess("s3:GetAccessPointPolicy");
const writes = accessPointAccess("s3:PutAccessPointPolicy");
const deletes = accessPointAccess("s3:DeleteAccessPointPolicy");
const asksStatus = accessPointAccess("s3:GetAccessPointPolicyStatus");

const getAccessPointPolicy: ControlOperation = {
  name: "GetAccessPointPolicy",
  method: "GET",
  path: PATH,
  access: [reads],
  writes: false,
  run(call) {
    const { text } = requirePolicy(call, requireAccessPoint(call, reads));
    return xmlReply(controlDocument("GetAccessPointPolicyResult", element("Policy", text)));
  },
};

const putAccessPointPolicy: ControlOperation = {
  name: "PutAccessPointPolicy",
  method: "PUT",
  path: PATH,
  access: [writes],
  writes: true,
  run(call) {
    const row = requireAccessPoint(call, writes);
    const document = readPolicy(call, row);
    requireUnblocked(call, row, document);
    const { lab } = call;
    lab.s3Control.accessPoints.put([row.account, row.region, row.name], {
      ...row,
      policy: document.text,
      named: namedPrincipals(document, lab.iam),
    });
    return emptyReply(200);
  },
};

const deleteAccessPointPolicy: ControlOperation = {
  name: "DeleteAccessPointPolicy",
  method: "DELETE",
  path: PATH,
  access: [deletes],
  writes: true,
  run(call) {
    const { policy, named, ...row } = requireAccessPoint(call, deletes);
    if (policy !== undefined || named !== undefined) {
      call.lab.s3Control.accessPoints.put([row.account, row.region, row.name], row);
    }
    return emptyReply(204);
  },
};

const getAccessPointPolicyStatus: ControlOperation = {
  name: "GetAccessPointPolicyStatus",
  method: "GET",
  path: "accesspoint/{name}/policyStatus",
  access: [asksStatus],
  writes: false,
  run(call) {
    const row = requireAccessPoint(call, asksStatus);
    const document = requirePolicy(call, row);
    // S3 User Guide, Configuring access points for a VPC: such an access point is never public.
    const isPublic = row.vpc === undefined && publicStatements(document, "accessPoint").length > 0;
    return xmlReply(
      controlDocument(
        "GetAccessPointPolicyStatusResult",
        wrap("PolicyStatus", element("IsPublic", isPublic)),
      ),
    );
  },
};

function requirePolicy({ lab }: ControlCall, row: AccessPointRow): PolicyDocument {
  const policy = accessPointPolicy(lab, row);
  if (policy !== undefined) return policy.document;
  throw controlRefusal(
    "NoSuchAccessPointPolicy",
    "The specified accesspoint policy does not exist",
    404,
  );
}

function readPolicy({ lab, text }: ControlCall, row: AccessPointRow): PolicyDocument {
  const root = expectElement(readXml(text), "PutAccessPointPolicyRequest", ["Policy"]);
  const written = childText(root, "Policy");
  if (written === undefined) throw malformedXml();
  const parsed = parsePolicy(written, "resource");
  const refusal = parsed.ok
    ? validateBucketPolicy(parsed.value, {
        bucket: row.bucket,
        accessPoint: accessPointArn(row),
        principalExists: (principal) => principalExists(lab, principal),
      })
    : bucketPolicyRefusal(parsed.problems);
  if (parsed.ok && refusal === undefined) return parsed.value;
  throw new Refusal({ code: "MalformedPolicy", message: "", ...refusal, status: 400 });
}

/**
 * With the policy in hand, Block Public Access has its say: of the access point, its account and, where that
 * is the bucket's, the bucket (S3 User Guide, Blocking public access, BlockPublicPolicy).
 */
function requireUnblocked(call: ControlCall, row: AccessPointRow, document: PolicyDocument): void {
  if (row.vpc !== undefined) return;
  const bucket = call.lab.buckets.get(row.bucket);
  if (bucket === undefined) throw noSuchBucket(row.bucket);
  const arn = accessPointArn(row);
  requirePermission(call, {
    action: writes.action,
    resource: arn,
    resourceAccount: row.account,
    // What the bucket's policy says is about the bucket.
    resourcePolicies: [],
    bucket: {
      ...(bucket.account === row.account ? bucket : blockingNothing(bucket, row.account)),
      accessPoint: entranceOf(call.lab, row),
    },
    newPolicy: { document, name: "new access point policy", attachedTo: arn },
    context: { "s3:resourceaccount": row.account, "aws:requestedregion": row.region },
  });
}

function blockingNothing(bucket: Bucket, account: string): Bucket {
  const publicAccessBlock: PublicAccessFlags = {
    blockPublicAcls: false,
    ignorePublicAcls: false,
    blockPublicPolicy: false,
    restrictPublicBuckets: false,
  };
  return { ...bucket, account, settings: { ...bucket.settings, publicAccessBlock } };
}

/** Policies of access points. */
export const ACCESS_POINT_POLICY_OPERATIONS: readonly ControlOperation[] = [
  getAccessPointPolicy,
  putAccessPointPolicy,
  deleteAccessPointPolicy,
  getAccessPointPolicyStatus,
];
