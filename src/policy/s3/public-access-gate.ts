import { accountCaller } from "../account-caller.ts";
import type { Gate, StatementRef, Tri } from "../decision.ts";
import { compilePolicy } from "../evaluate/compile-policy.ts";
import { refOf } from "../evaluate/evaluate-statement.ts";
import type { AttachedPolicy } from "../policy-document.ts";
import type { AuthorizationRequest, PolicyLayers } from "../request.ts";
import { anyOf, both, not, tri } from "../tri.ts";
import { accountOfAccessPoint } from "./access-point-request.ts";
import { isOfAccounts } from "./caller-side.ts";
import type { GateSetting } from "./gate-setting.ts";
import { publicGrants } from "./public-grant.ts";
import { type HeldFlag, heldFlag } from "./public-access-holds.ts";
import { publicStatements } from "./public-statements.ts";
import { settingGate } from "./setting-gate.ts";

type Setting = Extract<GateSetting, { readonly kind: "publicAccess" }>;

/** One flag that bears on a request, and whether it refuses it. */
interface Refusal {
  readonly denies: Tri;
  readonly setting: Setting;
  readonly exemptBecause?: string | undefined;
}

/** S3 User Guide, Blocking public access to your Amazon S3 storage, Block public access settings. */
export function publicAccessGate(
  request: AuthorizationRequest,
  layers: PolicyLayers,
): Gate | undefined {
  if (layers.publicAccessBlock === undefined) return undefined;
  const refusals = [
    restrictsPublicBucket(request, layers),
    blocksPublicPolicy(request, layers),
    blocksPublicAcl(request, layers),
  ].filter((refusal) => refusal !== undefined);
  const [first] = [...refusals].sort((a, b) => rank[a.denies] - rank[b.denies]);
  if (first === undefined) return undefined;
  return settingGate("publicAccessBlock", {
    ...first,
    account: request.resourceAccount,
    denies: anyOf(refusals.map(({ denies }) => denies)),
  });
}

const rank: Readonly<Record<Tri, number>> = { yes: 0, unknown: 1, no: 2 };

function restrictsPublicBucket(
  request: AuthorizationRequest,
  layers: PolicyLayers,
): Refusal | undefined {
  const flag = heldFlag(layers.publicAccessBlock, "restrictPublicBuckets");
  if (flag.holds === "no") return undefined;
  const { isPublic, statements } = policyInForce(layers);
  if (isPublic === "no") return undefined;
  const { caller, resourceAccount } = request;
  const { accessPoint } = layers;
  const isInside = isOfAccounts(caller, [
    resourceAccount,
    ...(accessPoint ? [accountOfAccessPoint(accessPoint)] : []),
  ]);
  const isExempt = isInside === "yes" || caller.kind === "service";
  return {
    denies: isExempt ? "no" : both(both(flag.holds, isPublic), not(isInside)),
    setting: settingOf("RestrictPublicBuckets", flag, { publicStatements: statements }),
    exemptBecause: isExempt ? exemption(request) : undefined,
  };
}

/** Whether the bucket's policy or the access point's is public, and by which statements. */
function policyInForce({ resource, accessPoint }: PolicyLayers): {
  readonly isPublic: Tri;
  readonly statements: readonly StatementRef[];
} {
  const ofPoint = accessPoint?.policy;
  const statements = [
    ...(resource === "unreadable" ? [] : resource.flatMap((policy) => publicRefs(policy))),
    ...(ofPoint === undefined || ofPoint === "unreadable" ? [] : publicRefs(ofPoint, accessPoint)),
  ];
  if (statements.length > 0) return { isPublic: "yes", statements };
  const isHidden = resource === "unreadable" || ofPoint === "unreadable";
  return { isPublic: isHidden ? "unknown" : "no", statements };
}

function exemption({ caller }: AuthorizationRequest): string {
  return accountCaller(caller) === undefined ? "AWS service" : "caller of the bucket's account";
}

function blocksPublicPolicy(
  { s3, action }: AuthorizationRequest,
  { publicAccessBlock, accessPoint }: PolicyLayers,
): Refusal | undefined {
  const policy = s3?.newPolicy;
  if (policy === undefined) return undefined;
  const isForPoint = action.toLowerCase() === "s3:putaccesspointpolicy";
  const refs = publicRefs(policy, isForPoint ? accessPoint : undefined);
  const flag = heldFlag(publicAccessBlock, "blockPublicPolicy");
  return {
    denies: both(flag.holds, tri(refs.length > 0)),
    setting: settingOf("BlockPublicPolicy", flag, { publicStatements: refs }),
  };
}

function blocksPublicAcl(
  { s3 }: AuthorizationRequest,
  { publicAccessBlock }: PolicyLayers,
): Refusal | undefined {
  if (s3?.newAcl === undefined) return undefined;
  const grants = publicGrants(s3.newAcl);
  const flag = heldFlag(publicAccessBlock, "blockPublicAcls");
  return {
    denies: both(flag.holds, tri(grants.length > 0)),
    setting: settingOf("BlockPublicAcls", flag, { publicGrants: grants }),
  };
}

function settingOf(
  flag: Setting["flag"],
  { setOn }: HeldFlag,
  found: Partial<Pick<Setting, "publicStatements" | "publicGrants">>,
): Setting {
  return { kind: "publicAccess", flag, setOn, publicStatements: [], publicGrants: [], ...found };
}

/** An access point for a VPC is never public. */
function publicRefs(
  policy: AttachedPolicy,
  accessPoint?: PolicyLayers["accessPoint"],
): readonly StatementRef[] {
  if (accessPoint?.vpc !== undefined) return [];
  const found = new Set(
    publicStatements(policy.document, accessPoint === undefined ? "bucket" : "accessPoint"),
  );
  const layer = accessPoint === undefined ? "resource" : "accessPoint";
  return compilePolicy(policy.document)
    .filter(({ statement }) => found.has(statement))
    .map((compiled) => refOf(compiled, { layer, policy, accountIsRoot: false }));
}
