import { emptyReply, xmlReply } from "../http/reply.ts";
import type { StatedAccess } from "../json/json-call.ts";
import { Refusal } from "../refusal.ts";
import { readXml } from "../xml/read-xml.ts";
import { controlDocument } from "./control-document.ts";
import { PUBLIC_ACCESS_ROOT, publicAccessXml, readPublicAccess } from "./public-access-xml.ts";
import {
  type ControlCall,
  type ControlOperation,
  controlRefusal,
  requireControlAccess,
} from "./s3-control-call.ts";

const PATH = "configuration/publicAccessBlock";

const reads: StatedAccess = {
  action: "s3:GetAccountPublicAccessBlock",
  resourceTypes: [],
  conditionKeys: [],
};
const writes: StatedAccess = {
  action: "s3:PutAccountPublicAccessBlock",
  resourceTypes: [],
  conditionKeys: [],
};

const getPublicAccessBlock: ControlOperation = {
  name: "GetPublicAccessBlock",
  method: "GET",
  path: PATH,
  access: [reads],
  writes: false,
  run(call) {
    requireControlAccess(call, reads);
    const flags = call.lab.s3Control.accountBlocks.get([call.account]);
    if (flags === undefined) throw noConfiguration(call);
    return xmlReply(controlDocument(PUBLIC_ACCESS_ROOT, publicAccessXml(flags)));
  },
};

const putPublicAccessBlock: ControlOperation = {
  name: "PutPublicAccessBlock",
  method: "PUT",
  path: PATH,
  access: [writes],
  writes: true,
  run(call) {
    requireControlAccess(call, writes);
    const flags = readPublicAccess(readXml(call.text));
    if (flags === undefined) {
      throw controlRefusal("InvalidRequest", "Must specify at least one configuration.");
    }
    call.lab.s3Control.accountBlocks.put([call.account], flags);
    return emptyReply(200);
  },
};

/** Deleting what is not there is no error (API Reference, DeletePublicAccessBlock). */
const deletePublicAccessBlock: ControlOperation = {
  name: "DeletePublicAccessBlock",
  method: "DELETE",
  path: PATH,
  // There is no action for it alone (S3 User Guide, Required permissions for Amazon S3 API operations).
  access: [writes],
  writes: true,
  run(call) {
    requireControlAccess(call, writes);
    call.lab.s3Control.accountBlocks.delete([call.account]);
    return emptyReply(204);
  },
};

function noConfiguration({ account }: ControlCall): Refusal {
  return new Refusal({
    code: "NoSuchPublicAccessBlockConfiguration",
    status: 404,
    message: "The public access block configuration was not found",
    elements: { AccountId: account },
  });
}

/** Block Public Access of a whole account. */
export const ACCOUNT_PUBLIC_ACCESS_OPERATIONS: readonly ControlOperation[] = [
  getPublicAccessBlock,
  putPublicAccessBlock,
  deletePublicAccessBlock,
];
