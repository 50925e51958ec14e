import { parseArn } from "../../aws/index.ts";
import {
  type AccountCaller,
  type AttachedPolicy,
  parsePolicy,
  type PolicyDocument,
} from "../../policy/index.ts";
import { accountOf, type QueryCall, requireParameter } from "../query/query-call.ts";
import { readList } from "../query/read-list.ts";
import { nameKey } from "../state/iam-tables.ts";
import { entityArn } from "./entity.ts";
import { lookUpPolicy } from "./find-policy.ts";
import { invalidInput, notFound } from "./iam-refusals.ts";

/** Somebody whose requests are simulated, with the policies that they have. */
export interface SimulatedPrincipal {
  readonly arn: string;
  readonly caller: AccountCaller;
  readonly policies: readonly AttachedPolicy[];
  readonly boundary?: AttachedPolicy | undefined;
}

/** The policies that a call brings along, as if they were attached. */
export function inputPolicies(call: QueryCall, parameter: string): readonly AttachedPolicy[] {
  return readList(call, parameter).map((text, i) => ({
    document: readInput(text),
    name: `${parameter}.${i + 1}`,
    attachedTo: "*",
  }));
}

/** For what it cannot read the simulator has a code of its own (IAM API Reference, SimulateCustomPolicy, Errors). */
function readInput(text: string): PolicyDocument {
  const parsed = parsePolicy(text, "identity");
  if (parsed.ok) return parsed.value;
  throw invalidInput("Syntax errors in policy.");
}

/** The user, role or group that `PolicySourceArn` names. */
export function readPrincipal(call: QueryCall): SimulatedPrincipal {
  const arn = requireParameter(call, "PolicySourceArn");
  const [kind = ""] = parseArn(arn)?.resource.split("/") ?? [];
  switch (kind) {
    case "user":
    case "role":
      return userOrRole(call, arn);
    case "group":
      return group(call, arn);
    default:
      throw invalidInput(
        `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`,
      );
  }
}

function userOrRole(call: QueryCall, arn: string): SimulatedPrincipal {
  const found = call.lab.principals.findByArn(arn);
  if (found?.account !== accountOf(call)) {
    throw notFound(`The entity with ARN ${arn} cannot be found.`);
  }
  const { kind, account, name, id, policies, boundary } = found;
  const caller: AccountCaller =
    kind === "user"
      ? { kind, account, arn, userId: id }
      : {
          kind: "roleSession",
          account,
          arn: `arn:aws:sts::${account}:assumed-role/${name}/simulation`,
          roleArn: arn,
          userId: `${id}:simulation`,
        };
  return { arn, caller, policies: policies.map(withSourceId), boundary };
}

/** The simulator calls an inline policy by its holder and its own name: `role_deployer_write`. */
function withSourceId(policy: AttachedPolicy): AttachedPolicy {
  if (policy.arn !== undefined) return policy;
  const resource = parseArn(policy.attachedTo)?.resource ?? "";
  const kind = resource.split("/")[0] ?? "";
  const holder = resource.slice(resource.lastIndexOf("/") + 1);
  return { ...policy, name: `${kind}_${holder}_${policy.name}` };
}

function group(call: QueryCall, arn: string): SimulatedPrincipal {
  const account = accountOf(call);
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  const row = call.lab.iam.groups.get(nameKey(account, name));
  if (row === undefined || entityArn(account, "group", row) !== arn) {
    throw notFound(`The group with name ${name} cannot be found.`);
  }
  const read = (policy: string, text: string): AttachedPolicy => ({
    document: call.lab.documents.read(text, "identity"),
    name: policy,
    attachedTo: arn,
  });
  const managed = row.managed.flatMap((policyArn) => {
    const policy = lookUpPolicy(call, policyArn);
    const text = policy?.versions.find(({ id }) => id === policy.defaultVersion)?.text;
    return policy === undefined || text === undefined
      ? []
      : [{ ...read(policy.name, text), arn: policyArn }];
  });
  const inline = row.inline.map((policy) => withSourceId(read(policy.name, policy.text)));
  return { arn, caller: simulatedUser(account), policies: [...managed, ...inline] };
}

/** A user in whose name policies are tried that belong to nobody. */
export function simulatedUser(account: string): AccountCaller {
  return {
    kind: "user",
    account,
    arn: `arn:aws:iam::${account}:user/simulation`,
    userId: "AIDASIMULATION",
  };
}
