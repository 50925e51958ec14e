import { writeWorldEndpoints } from "./ec2/write-world-endpoints.ts";
import { writeWorldIdentityCenter } from "./identity-center/write-world-identity-center.ts";
import { writeWorldKeys } from "./kms/write-world-keys.ts";
import { writeWorldOrganization } from "./organizations/write-world-organization.ts";
import { writeWorldS3Control } from "./s3-control/write-world-s3-control.ts";
import type { LabState } from "./state/lab-state.ts";

/** Writes what a world has of these services; in a transaction. */
export function writeWorldServices(lab: LabState, createdMs: number): void {
  const { world, organizations, ec2, identityCenter } = lab;
  writeWorldKeys(lab);
  writeWorldOrganization(organizations, world, createdMs);
  writeWorldEndpoints(ec2, world, createdMs);
  writeWorldIdentityCenter(identityCenter, world, createdMs);
  writeWorldS3Control(lab, createdMs);
}
