import { parseArn } from "../../aws/index.ts";
import { worldAccessPoints } from "../../policy/index.ts";
import type { LabState } from "../state/lab-state.ts";
import { namedPrincipals } from "../state/named-principals.ts";
import { putAccessPoint } from "./put-access-point.ts";

/** Writes what a world sets for whole accounts, and its access points; in a transaction. */
export function writeWorldS3Control(lab: LabState, createdMs: number): void {
  const { world, s3Control, iam } = lab;
  for (const [account, { publicAccessBlock }] of Object.entries(world.accounts)) {
    if (publicAccessBlock !== undefined) s3Control.accountBlocks.put([account], publicAccessBlock);
  }
  for (const [arn, { layer, publicAccessBlock }] of worldAccessPoints(world)) {
    const { account = "", region = "", resource = "" } = parseArn(arn) ?? {};
    const { bucket, vpc, policy } = layer;
    putAccessPoint(lab, {
      name: resource.slice(resource.indexOf("/") + 1),
      account,
      region,
      bucket,
      ...(vpc !== undefined && { vpc }),
      ...(typeof policy === "object" && {
        policy: policy.document.text,
        named: namedPrincipals(policy.document, iam),
      }),
      publicAccessBlock,
      createdMs,
    });
  }
}
