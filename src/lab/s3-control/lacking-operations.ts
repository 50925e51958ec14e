/** An operation of S3 Control that the lab has not got. */
interface LackingOperation {
  readonly name: string;
  readonly method: string;
  /** As in the table of those that it has. */
  readonly path: string;
}

// Amazon S3 API Reference, S3 Control: the request syntax of each. What takes all to the end comes last.
const TEXT = `
DELETE accessgrantsinstance DeleteAccessGrantsInstance
GET accessgrantsinstance GetAccessGrantsInstance
POST accessgrantsinstance CreateAccessGrantsInstance
GET accessgrantsinstance/caller/grants ListCallerAccessGrants
GET accessgrantsinstance/dataaccess GetDataAccess
POST accessgrantsinstance/grant CreateAccessGrant
DELETE accessgrantsinstance/grant/{name} DeleteAccessGrant
GET accessgrantsinstance/grant/{name} GetAccessGrant
GET accessgrantsinstance/grants ListAccessGrants
DELETE accessgrantsinstance/identitycenter DissociateAccessGrantsIdentityCenter
POST accessgrantsinstance/identitycenter AssociateAccessGrantsIdentityCenter
POST accessgrantsinstance/location CreateAccessGrantsLocation
DELETE accessgrantsinstance/location/{name} DeleteAccessGrantsLocation
GET accessgrantsinstance/location/{name} GetAccessGrantsLocation
PUT accessgrantsinstance/location/{name} UpdateAccessGrantsLocation
GET accessgrantsinstance/locations ListAccessGrantsLocations
GET accessgrantsinstance/prefix GetAccessGrantsInstanceForPrefix
DELETE accessgrantsinstance/resourcepolicy DeleteAccessGrantsInstanceResourcePolicy
GET accessgrantsinstance/resourcepolicy GetAccessGrantsInstanceResourcePolicy
PUT accessgrantsinstance/resourcepolicy PutAccessGrantsInstanceResourcePolicy
GET accessgrantsinstances ListAccessGrantsInstances
DELETE accesspoint/{name}/scope DeleteAccessPointScope
GET accesspoint/{name}/scope GetAccessPointScope
PUT accesspoint/{name}/scope PutAccessPointScope
GET accesspointfordirectory ListAccessPointsForDirectoryBuckets
GET accesspointforobjectlambda ListAccessPointsForObjectLambda
DELETE accesspointforobjectlambda/{name} DeleteAccessPointForObjectLambda
GET accesspointforobjectlambda/{name} GetAccessPointForObjectLambda
PUT accesspointforobjectlambda/{name} CreateAccessPointForObjectLambda
GET accesspointforobjectlambda/{name}/configuration GetAccessPointConfigurationForObjectLambda
PUT accesspointforobjectlambda/{name}/configuration PutAccessPointConfigurationForObjectLambda
DELETE accesspointforobjectlambda/{name}/policy DeleteAccessPointPolicyForObjectLambda
GET accesspointforobjectlambda/{name}/policy GetAccessPointPolicyForObjectLambda
PUT accesspointforobjectlambda/{name}/policy PutAccessPointPolicyForObjectLambda
GET accesspointforobjectlambda/{name}/policyStatus GetAccessPointPolicyStatusForObjectLambda
POST async-requests/mrap/create CreateMultiRegionAccessPoint
POST async-requests/mrap/delete DeleteMultiRegionAccessPoint
POST async-requests/mrap/put-policy PutMultiRegionAccessPointPolicy
GET bucket ListRegionalBuckets
DELETE bucket/{name} DeleteBucket
GET bucket/{name} GetBucket
PUT bucket/{name} CreateBucket
DELETE bucket/{name}/lifecycleconfiguration DeleteBucketLifecycleConfiguration
GET bucket/{name}/lifecycleconfiguration GetBucketLifecycleConfiguration
PUT bucket/{name}/lifecycleconfiguration PutBucketLifecycleConfiguration
DELETE bucket/{name}/policy DeleteBucketPolicy
GET bucket/{name}/policy GetBucketPolicy
PUT bucket/{name}/policy PutBucketPolicy
DELETE bucket/{name}/replication DeleteBucketReplication
GET bucket/{name}/replication GetBucketReplication
PUT bucket/{name}/replication PutBucketReplication
DELETE bucket/{name}/tagging DeleteBucketTagging
GET bucket/{name}/tagging GetBucketTagging
PUT bucket/{name}/tagging PutBucketTagging
GET bucket/{name}/versioning GetBucketVersioning
PUT bucket/{name}/versioning PutBucketVersioning
GET mrap/instances ListMultiRegionAccessPoints
GET mrap/instances/{name+}/policy GetMultiRegionAccessPointPolicy
GET mrap/instances/{name+}/policystatus GetMultiRegionAccessPointPolicyStatus
GET mrap/instances/{name+}/routes GetMultiRegionAccessPointRoutes
PATCH mrap/instances/{name+}/routes SubmitMultiRegionAccessPointRoutes
GET storagelens ListStorageLensConfigurations
DELETE storagelens/{name} DeleteStorageLensConfiguration
GET storagelens/{name} GetStorageLensConfiguration
PUT storagelens/{name} PutStorageLensConfiguration
DELETE storagelens/{name}/tagging DeleteStorageLensConfigurationTagging
GET storagelens/{name}/tagging GetStorageLensConfigurationTagging
PUT storagelens/{name}/tagging PutStorageLensConfigurationTagging
GET storagelensgroup ListStorageLensGroups
POST storagelensgroup CreateStorageLensGroup
DELETE storagelensgroup/{name} DeleteStorageLensGroup
GET storagelensgroup/{name} GetStorageLensGroup
PUT storagelensgroup/{name} UpdateStorageLensGroup
GET async-requests/mrap/{name+} DescribeMultiRegionAccessPointOperation
GET mrap/instances/{name+} GetMultiRegionAccessPoint
`;

/** What the lab says by its name when it is asked for it. */
export const LACKING_OPERATIONS: readonly LackingOperation[] = TEXT.trim()
  .split("\n")
  .map((line) => {
    const [method = "", path = "", name = ""] = line.split(" ");
    return { method, path, name };
  });
