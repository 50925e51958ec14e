import { expandAction, findAction, nearestWord } from "../../../aws/index.ts";

/** What a key's value is (Service Authorization Reference; IAM User Guide, global condition keys). */
export type KeyType = "string" | "arn" | "ip" | "bool" | "date" | "numeric";

/** A condition key that AWS knows. */
export interface KeyFacts {
  /** In AWS's spelling; a key that ends in `/` or `:` goes on with a name of the policy's choice. */
  readonly name: string;
  readonly type: KeyType;
  readonly isMultivalued: boolean;
}

const GLOBAL_KEYS = `
  aws:AssumedRoot aws:CalledVia aws:CalledViaAWSMCP aws:CalledViaFirst aws:CalledViaLast
  aws:ChatbotSourceArn aws:CurrentTime aws:Ec2InstanceSourcePrivateIPv4 aws:Ec2InstanceSourceVpc
  aws:EpochTime aws:FederatedProvider aws:IsMcpServiceAction aws:MultiFactorAuthAge
  aws:MultiFactorAuthPresent aws:PrincipalAccount aws:PrincipalArn aws:PrincipalIsAWSService
  aws:PrincipalOrgID aws:PrincipalOrgPaths aws:PrincipalServiceName aws:PrincipalServiceNamesList
  aws:PrincipalTag/ aws:PrincipalType aws:RequestTag/ aws:RequestedRegion aws:ResourceAccount
  aws:ResourceOrgID aws:ResourceOrgPaths aws:ResourceTag/ aws:SecureTransport aws:SourceAccount
  aws:SourceArn aws:SourceIdentity aws:SourceIp aws:SourceOrgID aws:SourceOrgPaths aws:SourceOwner
  aws:SourceVpc aws:SourceVpcArn aws:SourceVpce aws:TagKeys aws:TokenIssueTime aws:UserAgent
  aws:ViaAWSMCPService aws:ViaAWSService aws:VpcSourceIp aws:VpceAccount aws:VpceOrgID
  aws:VpceOrgPaths aws:referer aws:userid aws:username
`;

const TYPED_KEYS: Readonly<Record<Exclude<KeyType, "string">, string>> = {
  arn: `aws:ChatbotSourceArn aws:PrincipalArn aws:SourceArn aws:SourceVpcArn
    iam:AssociatedResourceArn iam:PermissionsBoundary iam:PolicyARN kms:GrantConstraintSourceArn
    s3:AccessGrantsInstanceArn s3:DataAccessPointArn
    s3:x-amz-server-side-encryption-aws-kms-key-id sts:RequestContextProviders sts:TaskPolicyArn`,
  ip: "aws:Ec2InstanceSourcePrivateIPv4 aws:SourceIp aws:VpcSourceIp",
  bool: `aws:AssumedRoot aws:IsMcpServiceAction aws:MultiFactorAuthPresent
    aws:PrincipalIsAWSService aws:SecureTransport aws:ViaAWSMCPService aws:ViaAWSService
    kms:BypassPolicyLockoutSafetyCheck kms:GrantIsForAWSResource kms:MultiRegion
    kms:ReEncryptOnSameKey s3:ObjectCreationOperation s3:isReplicationPauseRequest
    sts:RoleAuthorizedByIdp`,
  date: `aws:CurrentTime aws:EpochTime aws:TokenIssueTime kms:ValidTo
    s3:object-lock-retain-until-date`,
  numeric: `aws:MultiFactorAuthAge iam:ServiceSpecificCredentialAgeDays kms:RotationPeriodInDays
    kms:ScheduleKeyDeletionPendingWindowInDays kms:TrailingDaysWithoutKeyUsage
    s3:ExistingJobPriority s3:RequestJobPriority s3:TlsVersion s3:max-annotation-results
    s3:max-keys s3:object-lock-event-hold-duration-days
    s3:object-lock-remaining-retention-days s3:signatureAge sts:DurationSeconds`,
};

const MULTIVALUED_KEYS = `
  aws:CalledVia aws:PrincipalOrgPaths aws:PrincipalServiceNamesList aws:ResourceOrgPaths
  aws:SourceOrgPaths aws:TagKeys aws:VpceOrgPaths iam:AccountPropertyNamespaces
  kms:EncryptionContextKeys kms:GrantOperations kms:ResourceAliases
  s3:InventoryAccessibleOptionalFields s3:RequestObjectTagKeys sts:IdentityTokenAudience
  sts:RequestContextProviders sts:TransitiveTagKeys
`;

/** The services whose keys are all known here. */
const SERVICES = ["s3", "kms", "sts", "iam"];

const multivalued = new Set(wordsOf(MULTIVALUED_KEYS).map(keyStem));
const types: ReadonlyMap<string, KeyType> = new Map(
  (["arn", "ip", "bool", "date", "numeric"] as const).flatMap((type) =>
    wordsOf(TYPED_KEYS[type]).map((key): [string, KeyType] => [keyStem(key), type]),
  ),
);
const names: ReadonlyMap<string, string> = new Map(
  [...wordsOf(GLOBAL_KEYS), ...SERVICES.flatMap(keysOfService)].map((key) => [keyStem(key), key]),
);

/** A key by its name in any case, with or without what follows its slash. */
export function findConditionKey(key: string): KeyFacts | undefined {
  const stem = keyStem(key);
  const name = names.get(stem);
  if (name === undefined) return undefined;
  return { name, type: types.get(stem) ?? "string", isMultivalued: multivalued.has(stem) };
}

/** Whether all keys of this one's prefix are known here, so that an unknown one does not exist. */
export function isKeyOfKnownService(key: string): boolean {
  const prefix = key.slice(0, Math.max(key.indexOf(":"), 0)).toLowerCase();
  return prefix === "aws" || SERVICES.includes(prefix);
}

/** The key that somebody meant who wrote one that does not exist. */
export function nearestConditionKey(key: string): string | undefined {
  return names.get(keyStem(`${key}/`)) ?? nearestWord(key, names.values());
}

/** A key in lower case without the part that the policy chooses: `s3:existingobjecttag/`. */
export function keyStem(key: string): string {
  const lower = key.toLowerCase();
  if (lower.startsWith("kms:encryptioncontext:")) return "kms:encryptioncontext:";
  const slash = lower.indexOf("/");
  return slash < 0 ? lower : lower.slice(0, slash + 1);
}

/** Keys like `s3:prefix`; those that only other services name (`cognito-identity…`) are left out. */
function keysOfService(service: string): readonly string[] {
  const keys = expandAction(`${service}:*`).flatMap(
    (name) => findAction(name)?.conditionKeys ?? [],
  );
  const own = keys.filter((key) => key.startsWith(`${service}:`));
  return own.map((key) => key.replace(/(?:\$\{[^}]*\}|<[^>]*>)$/, ""));
}

function wordsOf(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
