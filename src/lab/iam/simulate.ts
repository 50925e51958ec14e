import {
  type AccountCaller,
  type AttachedPolicy,
  decide,
  parsePolicy,
  type PolicyLayers,
  type RequestContext,
} from "../../policy/index.ts";
import { accountOf, type QueryCall, type QueryOperation } from "../query/query-call.ts";
import { readList, readStructures } from "../query/read-list.ts";
import { constraintError } from "../query/validate.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { contextKeyNames } from "./context-key-names.ts";
import { invalidInput } from "./iam-refusals.ts";
import { reading } from "./iam-operation.ts";
import { listResult, PAGE_PARAMETERS } from "./list-page.ts";
import { malformedPolicy } from "./read-policy.ts";
import {
  inputPolicies,
  readPrincipal,
  type SimulatedPrincipal,
  simulatedUser,
} from "./simulated-policies.ts";
import { evaluationResult, type Simulated } from "./simulation-result.ts";
import type { Subject } from "./subject.ts";
import { EVERYTHING } from "./subjects.ts";

const PARAMETERS: readonly string[] = [
  "PolicyInputList",
  "PermissionsBoundaryPolicyInputList",
  "ActionNames",
  "ResourceArns",
  "ResourcePolicy",
  "ResourceOwner",
  "CallerArn",
  "ContextEntries",
  ...PAGE_PARAMETERS,
];

const SOURCE: Subject = {
  parameters: ["PolicySourceArn"],
  locate: (call) => ({ arn: call.form.get("PolicySourceArn") ?? "*" }),
};

const simulatePrincipalPolicy = reading({
  name: "SimulatePrincipalPolicy",
  on: SOURCE,
  parameters: PARAMETERS,
  run: (call) => simulate(call, readPrincipal(call)),
});

const simulateCustomPolicy = reading({
  name: "SimulateCustomPolicy",
  on: EVERYTHING,
  parameters: PARAMETERS,
  run(call) {
    const caller = simulatedUser(accountOf(call));
    return simulate(call, { arn: caller.arn, caller, policies: [] });
  },
});

interface Simulation {
  readonly caller: AccountCaller;
  readonly layers: PolicyLayers;
  readonly context: RequestContext;
  readonly resourceAccount: string;
  /** The context keys that the policies ask for and the call does not give. */
  readonly missing: readonly string[];
}

function simulate(call: QueryCall, principal: SimulatedPrincipal): string {
  const simulation = prepare(call, principal);
  const resources = readList(call, "ResourceArns");
  const items = readList(call, "ActionNames").map((action) => {
    const all = (resources.length === 0 ? ["*"] : resources).map((resource) =>
      simulateOne(simulation, requireAction(action), resource),
    );
    const xml = wrap("member", evaluationResult(action, all, resources.length > 0));
    return { key: action, xml };
  });
  return listResult(call, "EvaluationResults", items);
}

function requireAction(action: string): string {
  if (/^[^:\s]+:[^:\s]+$/.test(action)) return action;
  throw invalidInput(`Invalid action name: ${action}`);
}

function simulateOne(
  { caller, layers, context, resourceAccount, missing }: Simulation,
  action: string,
  resource: string,
): Simulated {
  const decision = decide({ caller, action, resource, resourceAccount, context }, layers);
  return { resource, decision, missing };
}

function prepare(call: QueryCall, principal: SimulatedPrincipal): Simulation {
  const caller = callerOf(call, principal);
  const resourcePolicy = readResourcePolicy(call);
  const identity = [...principal.policies, ...inputPolicies(call, "PolicyInputList")];
  const boundary = readBoundary(call) ?? principal.boundary;
  const context = readContext(call);
  const documents = [...identity, ...(boundary ? [boundary] : []), ...resourcePolicy].map(
    ({ document }) => document,
  );
  // IAM User Guide, Testing IAM policies: resource control policies play no part.
  const { serviceControl, managementAccounts } = call.lab.organization.layersOf({
    caller: caller.account,
  });
  return {
    caller,
    context,
    resourceAccount: ownerOf(call, caller),
    missing: contextKeyNames(documents).filter((name) => !context.has(name.toLowerCase())),
    layers: {
      identity,
      resource: resourcePolicy,
      ...(boundary && { boundary }),
      ...(serviceControl && { serviceControl }),
      ...(managementAccounts && { managementAccounts }),
    },
  };
}

/** IAM API Reference, SimulatePrincipalPolicy: with a resource policy somebody must ask, and that is a user. */
function callerOf(call: QueryCall, { caller }: SimulatedPrincipal): AccountCaller {
  const arn = call.form.get("CallerArn");
  if (arn === undefined) {
    if (caller.kind === "user" || !call.form.has("ResourcePolicy")) return caller;
    throw invalidInput("CallerArn is required when a resource policy is given for this entity.");
  }
  const user = call.lab.principals.findByArn(arn);
  if (user?.kind !== "user") throw invalidInput(`Invalid CallerArn: ${arn} is not a user`);
  return { kind: "user", account: user.account, arn, userId: user.id };
}

function ownerOf({ form }: QueryCall, caller: AccountCaller): string {
  const owner = form.get("ResourceOwner");
  return owner === undefined ? caller.account : (/\d{12}/.exec(owner)?.[0] ?? caller.account);
}

function readResourcePolicy(call: QueryCall): readonly AttachedPolicy[] {
  const text = call.form.get("ResourcePolicy");
  if (text === undefined) return [];
  const parsed = parsePolicy(text, "resource");
  if (!parsed.ok) throw malformedPolicy(parsed.problems[0].message);
  return [{ document: parsed.value, name: "ResourcePolicy", attachedTo: "*" }];
}

function readBoundary(call: QueryCall): AttachedPolicy | undefined {
  const name = "PermissionsBoundaryPolicyInputList";
  const policies = inputPolicies(call, name);
  if (policies.length <= 1) return policies[0];
  throw constraintError(
    "[policies]",
    "permissionsBoundaryPolicyInputList",
    "have length less than or equal to 1",
  );
}

function readContext(call: QueryCall): RequestContext {
  return new Map(
    readStructures(call, "ContextEntries").map((fields): readonly [string, readonly string[]] => {
      const values = [...fields].filter(([name]) => name.startsWith("ContextKeyValues."));
      return [(fields.get("ContextKeyName") ?? "").toLowerCase(), values.map(([, value]) => value)];
    }),
  );
}

const getContextKeysForCustomPolicy = reading({
  name: "GetContextKeysForCustomPolicy",
  on: EVERYTHING,
  parameters: ["PolicyInputList"],
  run: (call) => keyNames(inputPolicies(call, "PolicyInputList")),
});

const getContextKeysForPrincipalPolicy = reading({
  name: "GetContextKeysForPrincipalPolicy",
  on: SOURCE,
  parameters: ["PolicyInputList"],
  run(call) {
    const { policies, boundary } = readPrincipal(call);
    const input = inputPolicies(call, "PolicyInputList");
    return keyNames([...policies, ...(boundary ? [boundary] : []), ...input]);
  },
});

function keyNames(policies: readonly AttachedPolicy[]): string {
  const names = contextKeyNames(policies.map(({ document }) => document));
  return wrap("ContextKeyNames", names.map((name) => element("member", name)).join(""));
}

/** The policy simulator: this lab's own engine. */
export const SIMULATION_OPERATIONS: readonly QueryOperation[] = [
  simulatePrincipalPolicy,
  simulateCustomPolicy,
  getContextKeysForCustomPolicy,
  getContextKeysForPrincipalPolicy,
];
