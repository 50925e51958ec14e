import { createEndpointPorts, type EndpointPorts } from "./ec2/endpoint-ports.ts";
import { type Ec2Tables, ec2Tables } from "./ec2/ec2-tables.ts";
import { type Endpoints, viewEndpoints } from "./ec2/view-endpoints.ts";
import {
  type IdentityCenterTables,
  identityCenterTables,
} from "./identity-center/identity-center-tables.ts";
import { type KmsTables, kmsTables } from "./kms/kms-tables.ts";
import { type OrganizationView, viewOrganization } from "./organizations/organization-view.ts";
import {
  type OrganizationTables,
  organizationTables,
} from "./organizations/organization-tables.ts";
import { createJobRunner, type JobRunner } from "./s3-control/jobs/job-runner.ts";
import { type S3ControlTables, s3ControlTables } from "./s3-control/s3-control-tables.ts";
import type { PolicyDocuments } from "./state/policy-documents.ts";
import type { Store } from "./state/store.ts";

/** What the services beside S3, IAM and STS keep. */
export interface ServiceState {
  readonly kms: KmsTables;
  readonly organizations: OrganizationTables;
  /** The organization as authorization sees it. */
  readonly organization: OrganizationView;
  readonly ec2: Ec2Tables;
  readonly endpoints: Endpoints;
  readonly endpointPorts: EndpointPorts;
  readonly identityCenter: IdentityCenterTables;
  readonly s3Control: S3ControlTables;
  readonly jobRunner: JobRunner;
}

/** Declares the tables of these services. */
export function openServices(store: Store, documents: PolicyDocuments): ServiceState {
  const organizations = organizationTables(store);
  const ec2 = ec2Tables(store);
  return {
    kms: kmsTables(store),
    organizations,
    organization: viewOrganization(organizations),
    ec2,
    endpoints: viewEndpoints(ec2, documents),
    endpointPorts: createEndpointPorts(ec2),
    identityCenter: identityCenterTables(store),
    s3Control: s3ControlTables(store),
    jobRunner: createJobRunner(),
  };
}
