import { parsePolicy } from "../parse-policy.ts";
import type { AttachedPolicy } from "../policy-document.ts";
import type { OrganizationLevel, PolicyLayers } from "../request.ts";
import { levelsOf } from "./organization-tree.ts";
import type { World, WorldOrganization, WorldOrganizationPolicy } from "./world.ts";

/** The layers of a request that the organizations of caller and resource add. */
export type OrganizationLayers = Pick<
  PolicyLayers,
  "serviceControl" | "resourceControl" | "managementAccounts"
>;

/** Whose organization limits whom; a side that is in none, or not known, is absent. */
export interface Sides {
  readonly caller?: string;
  readonly resource?: string;
}

/** What a world's organization says to requests; its policies are parsed once. */
export function organizationPolicies(world: World): (sides: Sides) => OrganizationLayers {
  const { organization, accounts } = world;
  if (organization === undefined) return () => ({});
  const managementAccounts = [organization.managementAccount];
  const serviceControl = new Map<string, readonly OrganizationLevel[]>();
  const resourceControl = new Map<string, readonly OrganizationLevel[]>();
  const services = controlPolicies(organization, "service");
  const resources = controlPolicies(organization, "resource");
  for (const account of Object.keys(accounts)) {
    const levels = levelsOf(organization, account);
    if (services !== undefined) serviceControl.set(account, levels.map(services));
    if (resources !== undefined) resourceControl.set(account, levels.map(resources));
  }
  return ({ caller = "", resource = "" }) => {
    const ofCaller = serviceControl.get(caller);
    const ofResource = resourceControl.get(resource);
    return {
      managementAccounts,
      ...(ofCaller && { serviceControl: ofCaller }),
      ...(ofResource && { resourceControl: ofResource }),
    };
  };
}

type ControlType = "service" | "resource";

/** The policies attached to a target, or undefined when the type is not enabled. */
function controlPolicies(
  organization: WorldOrganization,
  type: ControlType,
): ((target: string) => OrganizationLevel) | undefined {
  const written =
    type === "service" ? organization.serviceControlPolicies : organization.resourceControlPolicies;
  if (written === undefined) return undefined;
  const parsed = Object.entries(written).map(([id, policy]) => ({
    targets: policy.targets,
    attach: attachable(organization, type, { id, ...policy }),
  }));
  const full = fullAccess(type);
  const detached = type === "service" ? (organization.withoutFullAWSAccess ?? []) : [];
  return (target) => ({
    id: target,
    policies: [
      ...(detached.includes(target) ? [] : [full(target)]),
      ...parsed
        .filter(({ targets }) => targets.includes(target))
        .map(({ attach }) => attach(target)),
    ],
  });
}

function attachable(
  { id: organization, managementAccount }: WorldOrganization,
  type: ControlType,
  { id, name = id, policy }: WorldOrganizationPolicy & { readonly id: string },
): (target: string) => AttachedPolicy {
  const document = documentOf(policy, type);
  const arn = `arn:aws:organizations::${managementAccount}:policy/${organization}/${type}_control_policy/${id}`;
  return (attachedTo) => ({ document, name, arn, attachedTo });
}

/** AWS attaches it to every target when the type is enabled; of resource control policies it cannot be detached. */
function fullAccess(type: ControlType): (target: string) => AttachedPolicy {
  const name = type === "service" ? "FullAWSAccess" : "RCPFullAWSAccess";
  const principal = type === "service" ? {} : { Principal: "*" };
  const statement = { Effect: "Allow", ...principal, Action: "*", Resource: "*" };
  const text = JSON.stringify({ Version: "2012-10-17", Statement: [statement] }, null, 2);
  const document = documentOf(text, type);
  const arn = `arn:aws:organizations::aws:policy/${type}_control_policy/p-${name}`;
  return (attachedTo) => ({ document, name, arn, attachedTo });
}

/** `parseWorld` has refused every policy that does not parse. */
function documentOf(text: string, type: ControlType): AttachedPolicy["document"] {
  const parsed = parsePolicy(text, type === "service" ? "identity" : "resource");
  if (parsed.ok) return parsed.value;
  throw new Error(`a ${type} control policy does not parse: ${parsed.problems[0].message}`);
}
