import type { Store, Table } from "../state/store.ts";

/** A VPC, as a record only. */
export interface VpcRow {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly cidr: string;
}

/** A way into S3. */
export interface EndpointRow {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly type: "gateway" | "interface";
  readonly vpc: string;
  /** Full access when absent. */
  readonly policy?: string;
  readonly routeTables: readonly string[];
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly createdMs: number;
  readonly tags: readonly (readonly [string, string])[];
}

/** Everything that EC2 keeps here. */
export interface Ec2Tables {
  /** By id. */
  readonly vpcs: Table<VpcRow>;
  /** By id. */
  readonly endpoints: Table<EndpointRow>;
}

/** Declares the tables of EC2. */
export function ec2Tables(store: Store): Ec2Tables {
  return {
    vpcs: store.table("ec2.vpcs"),
    endpoints: store.table("ec2.endpoints", { cached: true }),
  };
}
