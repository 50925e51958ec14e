import {
  parseAccessPointArn,
  parseArn,
  type Sentence,
  type Side,
  UsageError,
} from "../aws/index.ts";
import type { Place } from "../sync/index.ts";
import { type Job, profileOf } from "./job.ts";
import type { SidePartitions } from "./partitions-of-side.ts";

/**
 * Throws where a run would reach from one partition into another: partitions have accounts and credentials of their
 * own, and policies let nobody in from outside (AWS Fault Isolation Boundaries, Partitions; IAM User Guide, Cross
 * account resource access in IAM). The AWS SDKs refuse access points so (botocore, `S3EndpointSetter`). Where it is not
 * certain, AWS has the word.
 */
export function refuseAcrossPartitions(
  job: Job,
  known: Readonly<Record<Side, SidePartitions>>,
): void {
  if (job.identities.unsigned === true) return;
  refuseStandIn(job, known);
  const [source, destination] = [placed("source", job, known), placed("destination", job, known)];
  const isShared = profileOf(job, "source") === profileOf(job, "destination");
  if (isShared && differ(source.partition, destination.partition)) {
    throw new UsageError(ofTwoSides(source, destination));
  }
  for (const side of ["source", "destination"] as const) {
    const { partition, name } = side === "source" ? source : destination;
    const own = isShared ? ofOne(known) : known[side].own;
    if (partition === undefined || own === undefined || own === partition) continue;
    const option = isShared ? "profile" : (`${side}-profile` as const);
    throw new UsageError(ofIdentity({ name, partition, own, option }));
  }
}

/** Of the one identity that acts on both sides, where what is known of either agrees. */
function ofOne({
  source,
  destination,
}: Readonly<Record<Side, SidePartitions>>): string | undefined {
  return source.own === destination.own ? source.own : undefined;
}

interface Placed {
  readonly name: string;
  /** Undefined of files, and where nothing tells. */
  readonly partition: string | undefined;
}

function placed(
  side: Side,
  { [side]: place }: Job,
  { [side]: known }: Readonly<Record<Side, SidePartitions>>,
): Placed {
  if (place.kind === "local") return { name: "", partition: undefined };
  return {
    name: nameOf(place),
    partition: parseAccessPointArn(place.bucket)?.partition ?? known.place,
  };
}

function nameOf({ bucket }: Extract<Place, { readonly kind: "s3" }>): string {
  return parseAccessPointArn(bucket) === undefined ? `s3://${bucket}` : bucket;
}

function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

/** Whoever a grant is for, too, is of one partition. */
function refuseStandIn(job: Job, known: Readonly<Record<Side, SidePartitions>>): void {
  const { principal } = job.identities;
  if (principal === undefined) return;
  const own = parseArn(principal)?.partition;
  for (const side of ["source", "destination"] as const) {
    const { name, partition } = placed(side, job, known);
    if (partition === undefined || !differ(own, partition)) continue;
    throw new UsageError({
      en: `cannot grant \`${principal}\` anything on \`${name}\`: the one is of partition \`${own}\`, the other of \`${partition}\`, and no policy lets anybody from one partition into another; grant it to a principal of partition \`${partition}\``,
      ja: `\`${principal}\` に \`${name}\` への許可は付与できません。前者はパーティション \`${own}\`、後者は \`${partition}\` のもので、どのポリシーでもパーティションをまたいだアクセスは許可できません。パーティション \`${partition}\` のプリンシパルに付与してください`,
    });
  }
}

function ofTwoSides(source: Placed, destination: Placed): Sentence {
  const [from, to] = [source, destination];
  return {
    en: `cannot reach \`${from.name}\` and \`${to.name}\` as one identity: the one is in partition \`${from.partition}\`, the other in \`${to.partition}\`, where credentials of the first are unknown, so that no policy can let one identity into both; name an identity of each with \`--source-profile\` and \`--destination-profile\`, and the data streams through this machine`,
    ja: `1 つのアイデンティティでは \`${from.name}\` と \`${to.name}\` の両方にアクセスできません。前者はパーティション \`${from.partition}\`、後者は \`${to.partition}\` にあり、認証情報はパーティションごとに別なので、どのポリシーでも両方へのアクセスは許可できません。\`--source-profile\` と \`--destination-profile\` でそれぞれのアイデンティティを指定してください。データはこのマシンを経由します`,
  };
}

interface Stranger {
  readonly name: string;
  readonly partition: string;
  /** The identity's. */
  readonly own: string;
  readonly option: string;
}

function ofIdentity({ name, partition, own, option }: Stranger): Sentence {
  return {
    en: `cannot reach \`${name}\`: it is in partition \`${partition}\`, and the identity that acts there is of \`${own}\` by its profile; credentials of one partition are unknown in the others, and no policy lets them in: name an identity of partition \`${partition}\` with \`--${option}\``,
    ja: `\`${name}\` にはアクセスできません。これはパーティション \`${partition}\` にありますが、アクセスするアイデンティティはプロファイルの設定から \`${own}\` のものです。認証情報はほかのパーティションでは使えず、どのポリシーでも許可できません。パーティション \`${partition}\` のアイデンティティを \`--${option}\` で指定してください`,
  };
}
