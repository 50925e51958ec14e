import type { Permission } from "../authorize.ts";
import type { Call } from "../call.ts";
import type { StatedAccess } from "../json/json-call.ts";
import { deniedBy } from "../json/require-access.ts";
import { Refusal } from "../refusal.ts";
import { denialDetails } from "./denial-details.ts";

/** A call in EC2's query protocol: lists are `VpcEndpointId.1`, `VpcEndpointId.2`, … */
export interface Ec2Call extends Call {
  readonly form: ReadonlyMap<string, string>;
  readonly region: string;
  /** The caller's. */
  readonly account: string;
}

/** A row of the table of EC2's operations. */
export interface Ec2Operation {
  /** The value of `Action`. */
  readonly name: string;
  /** Its parameters, without the numbers of lists. */
  readonly parameters: readonly string[];
  readonly access: readonly StatedAccess[];
  readonly writes: boolean;
  /** Authorizes, then acts; gives what stands behind `requestId` in the answer. */
  run(call: Ec2Call): string;
}

/** An error of EC2 (EC2 API Reference, Error codes). */
export function ec2Refusal(code: string, message: string, status = 400): Refusal {
  return new Refusal({ code, status, message });
}

/** The value of a parameter that must be there. */
export function requireParameter({ form }: Ec2Call, name: string): string {
  const value = form.get(name);
  if (value !== undefined && value !== "") return value;
  throw ec2Refusal(
    "MissingParameter",
    `The request must contain the parameter ${name.charAt(0).toLowerCase()}${name.slice(1)}`,
  );
}

/** The values of a list, in the order of their numbers. */
export function listOf({ form }: Ec2Call, name: string): readonly string[] {
  return [...form]
    .flatMap(([key, value]): readonly (readonly [number, string])[] => {
      const number = key.startsWith(`${name}.`) ? key.slice(name.length + 1) : "";
      return /^\d+$/.test(number) ? [[Number(number), value]] : [];
    })
    .sort(([a], [b]) => a - b)
    .map(([, value]) => value);
}

/** The resource of a request, and what its type adds. */
export interface Ec2Resource {
  /** `vpc-endpoint/vpce-…`; all resources when absent. */
  readonly path?: string;
  readonly ofResource?: Permission["context"];
}

/** Goes on only when the caller may; every request carries `ec2:Region`. */
export function requireEc2Access(
  call: Ec2Call,
  stated: StatedAccess,
  { path, ofResource = {} }: Ec2Resource = {},
): void {
  const { region, account } = call;
  const denied = deniedBy(call, stated, {
    resource: path === undefined ? "*" : `arn:aws:ec2:${region}:${account}:${path}`,
    resourceAccount: account,
    resourcePolicies: [],
    context: { "ec2:region": region },
    ofResource,
  });
  if (denied === undefined) return;
  const sentence = "You are not authorized to perform this operation.";
  throw ec2Refusal("UnauthorizedOperation", `${sentence} ${textOf(denied, call, path)}`, 403);
}

/** Where there is no one resource, EC2 names none and encodes nothing, as denials in the wild show. */
function textOf(
  denied: NonNullable<ReturnType<typeof deniedBy>>,
  { lab, account }: Ec2Call,
  path: string | undefined,
): string {
  const { awsMessage } = denied;
  if (path === undefined) return awsMessage.replace(" on resource: *", "");
  const encoded = lab.encodedDenials.encode(account, denialDetails(denied));
  return encoded === undefined
    ? awsMessage
    : `${awsMessage}. Encoded authorization failure message: ${encoded}`;
}

/** EC2 API Reference, DryRun: what would have succeeded is answered with this error. */
export function refuseDryRun({ form }: Ec2Call): void {
  if (form.get("DryRun") !== "true") return;
  const message = "Request would have succeeded, but DryRun flag is set.";
  throw ec2Refusal("DryRunOperation", message, 412);
}

/** Whether something passes all filters of a request; those that the operation lacks are refused. */
export function passesFilters(
  call: Ec2Call,
  values: Readonly<Record<string, readonly string[]>>,
): boolean {
  const numbers = [...call.form.keys()].flatMap(
    (key) => /^Filter\.(\d+)\.Name$/.exec(key)?.[1] ?? [],
  );
  return numbers.every((number) => {
    const name = requireParameter(call, `Filter.${number}.Name`);
    const wanted = listOf(call, `Filter.${number}.Value`);
    if (!Object.hasOwn(values, name)) {
      throw ec2Refusal("InvalidParameterValue", `The filter '${name}' is invalid`);
    }
    return (values[name] ?? []).some((value) => wanted.includes(value));
  });
}
