import { parseArn, s3Arn } from "../../src/aws/index.ts";
import {
  type AttachedPolicy,
  bucketKeys,
  bucketPolicyRefusal,
  bucketSettings,
  callerContext,
  cannedGrants,
  decide,
  type Decision,
  type KeyFacts,
  type KeyPurpose,
  type KeyUse,
  newObjectOwner,
  organizationPolicies,
  parsePolicy,
  type PolicyLayers,
  validateBucketPolicy,
  type World,
  worldEndpoints,
  worldKeys,
  type WorldPrincipalFacts,
  worldPrincipals,
} from "../../src/policy/index.ts";
import type { Given } from "./fact-row.ts";
import { principalExists } from "./principal-exists.ts";
import { s3ArnOf } from "./s3-arn-of.ts";

/** What S3 does with a key for an action on an object. */
const PURPOSES: Readonly<Record<string, KeyPurpose>> = {
  "s3:GetObject": "read",
  "s3:PutObject": "write",
};

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message?: string;
}

/** The account that wrote an object, by the object's ARN. */
type Objects = ReadonlyMap<string, string>;

/** A world's policies asked directly, without HTTP; bucket policies can be put. */
export interface WorldEvaluator {
  principal(profile: string): WorldPrincipalFacts;
  ask(profile: string, action: string, resource: string, newPolicy?: AttachedPolicy): Decision;
  /** What S3 answers to a policy; when it takes it, the policy is in force. */
  put(profile: string, bucket: string, text: string): Refusal | undefined;
}

interface Asked {
  readonly profile: string;
  readonly action: string;
  readonly resource: string;
  /** The policy that it would put. */
  readonly newPolicy?: AttachedPolicy;
}

export function createWorldEvaluator(
  world: World,
  written: NonNullable<Given["objects"]> = [],
): WorldEvaluator {
  const principals = worldPrincipals(world);
  const organizations = organizationPolicies(world);
  const endpoints = worldEndpoints(world);
  const keys = worldKeys(world);
  const keyOf = bucketKeys(world);
  const keyFor = (action: string, bucket: string, account: string): KeyUse | undefined => {
    const purpose = PURPOSES[action];
    return purpose && keyOf({ bucket, account, purpose });
  };
  const policies = new Map<string, AttachedPolicy>();
  const objects: Objects = new Map(
    written.map(({ as, uri }) => [
      s3ArnOf(uri),
      principals.find(({ profile }) => profile === as)?.account ?? "anonymous",
    ]),
  );
  const decideFor = ({ profile, action, resource, newPolicy }: Asked): Decision => {
    const principal = evaluator.principal(profile);
    const { caller } = principal;
    const organization = world.organization?.id;
    const account = accountOf(world, resource);
    const own = policies.get(bucketOf(resource));
    const context = new Map(callerContext(caller, organization));
    context.set("aws:resourceaccount", [account]);
    if (organization !== undefined) context.set("aws:resourceorgid", [organization]);
    if (action.startsWith("kms:")) context.set("kms:calleraccount", [principal.account]);
    const endpoint = action.startsWith("s3:") ? endpoints.get(principal.endpoint ?? "") : undefined;
    if (endpoint !== undefined) context.set("aws:sourcevpce", [endpoint.id]);
    return decide(
      {
        caller,
        action,
        resource,
        resourceAccount: account,
        context,
        ...(newPolicy && { s3: { newPolicy } }),
      },
      {
        ...ownLayers(principal),
        resource: own === undefined ? [] : [own],
        ...organizations({ caller: principal.account, resource: account }),
        ...keyLayers(keys.get(resource)),
        ...usedKeys(keyFor(action, bucketOf(resource), principal.account)),
        ...(endpoint && { vpcEndpoint: endpoint.policy }),
        ...bucketLayers(world, resource, objects),
      },
    );
  };
  const evaluator: WorldEvaluator = {
    principal(profile) {
      const found = principals.find((principal) => principal.profile === profile);
      if (found === undefined) throw new Error(`nobody signs in with profile \`${profile}\``);
      return found;
    },
    ask: (profile, action, resource) => decideFor({ profile, action, resource }),
    put(profile, bucket, text) {
      const decision = evaluator.ask(profile, "s3:PutBucketPolicy", s3Arn(bucket));
      if (decision.outcome !== "allowed") return { status: 403, code: "AccessDenied" };
      const parsed = parsePolicy(text, "resource");
      if (!parsed.ok) return { status: 400, ...bucketPolicyRefusal(parsed.problems) };
      const refusal = validateBucketPolicy(parsed.value, {
        bucket,
        principalExists: (principal) => principalExists(world, principal),
      });
      if (refusal !== undefined) return { status: 400, ...refusal };
      const policy = attached(bucket, text);
      const asked = { profile, action: "s3:PutBucketPolicy", resource: s3Arn(bucket) };
      const taken = decideFor({ ...asked, newPolicy: policy });
      if (taken.outcome !== "allowed") return { status: 403, code: "AccessDenied" };
      policies.set(bucket, policy);
      return undefined;
    },
  };
  for (const account of Object.values(world.accounts)) {
    for (const [bucket, { policy }] of Object.entries(account.buckets)) {
      if (policy !== undefined) policies.set(bucket, attached(bucket, policy));
    }
  }
  return evaluator;
}

/** What bears on a request for a key. */
function keyLayers(key: KeyFacts | undefined): Partial<PolicyLayers> {
  return key === undefined ? {} : { resource: key.policy, grants: key.grants, keyState: key.state };
}

function usedKeys(use: KeyUse | undefined): Pick<PolicyLayers, "keys"> {
  return use === undefined ? {} : { keys: [use] };
}

function ownLayers({
  identityPolicies,
  boundary,
  sessionPolicies,
}: WorldPrincipalFacts): Pick<PolicyLayers, "identity" | "boundary" | "session"> {
  return {
    identity: identityPolicies,
    ...(boundary && { boundary }),
    ...(sessionPolicies && { session: sessionPolicies }),
  };
}

function attached(bucket: string, text: string): AttachedPolicy {
  const parsed = parsePolicy(text, "resource");
  if (!parsed.ok) throw new Error(parsed.problems[0].message);
  return { document: parsed.value, name: "bucket policy", attachedTo: s3Arn(bucket) };
}

/** What a bucket's settings say, and who owns the object there. */
function bucketLayers(world: World, resource: string, objects: Objects): Partial<PolicyLayers> {
  const name = bucketOf(resource);
  for (const [account, { buckets }] of Object.entries(world.accounts)) {
    const bucket = buckets[name];
    if (bucket === undefined) continue;
    const { publicAccessBlock, ownership, requesterPays } = bucketSettings(world, account, bucket);
    const writer = objects.get(resource);
    const parties = { bucketOwner: account, writer: writer ?? account };
    const owner = newObjectOwner({ setting: ownership.setting, ...parties });
    const grants = { owner, bucketOwner: account, on: "object" } as const;
    const object = writer !== undefined && { owner, acl: cannedGrants("private", grants) };
    return {
      publicAccessBlock,
      requesterPays,
      ownership: { ...ownership, ...(object && { object }) },
    };
  }
  return {};
}

/** The account that owns a bucket, an object in it, or what an ARN with an account names. */
function accountOf(world: World, resource: string): string {
  const arn = parseArn(resource);
  if (arn !== undefined && arn.account !== "") return arn.account;
  const bucket = bucketOf(resource);
  const owner = Object.entries(world.accounts).find(([, { buckets }]) => bucket in buckets);
  if (owner === undefined) throw new Error(`no bucket \`${bucket}\` in the row's world`);
  return owner[0];
}

function bucketOf(resource: string): string {
  return parseArn(resource)?.resource.split("/")[0] ?? "";
}
