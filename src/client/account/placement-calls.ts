import type { OrganizationsClient } from "@aws-sdk/client-organizations";
import type { OrganizationReader } from "../../access/index.ts";
import { AwsError, parseArn } from "../../aws/index.ts";
import { WireError } from "../http/wire-error.ts";
import type { CallAws } from "./call-aws.ts";

type Placement = NonNullable<Awaited<ReturnType<OrganizationReader["placementOf"]>>>;

/** Organizations, and a way to name each call to it. */
export interface OrganizationsMeans {
  readonly client: OrganizationsClient;
  readonly call: CallAws;
}

/**
 * Finds an account in its organization: by its description, which tells all in one call, else level by level, for
 * whoever may not ask for that, or is told no paths.
 */
export async function placementOf(
  account: string,
  means: OrganizationsMeans,
  organization: OrganizationReader["organization"],
): Promise<Placement | undefined> {
  const described = await describedPlacement(account, means);
  if (described !== "untold") return described;
  const [found, levels] = await Promise.all([organization(), levelsDownTo(account, means)]);
  return found && { ...found, levels };
}

async function describedPlacement(
  account: string,
  { client, call }: OrganizationsMeans,
): Promise<Placement | undefined | "untold"> {
  const { DescribeAccountCommand } = await import("@aws-sdk/client-organizations");
  try {
    const { Account } = await call("DescribeAccount", () =>
      client.send(new DescribeAccountCommand({ AccountId: account })),
    );
    const organization = organizationIn(Account?.Arn ?? "");
    const levels = levelsIn(Account?.Paths?.[0] ?? "", account);
    return organization && levels ? { ...organization, levels } : "untold";
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === "AWSOrganizationsNotInUseException") return undefined;
    if (error.code === "AccessDeniedException") return "untold";
    throw error;
  }
}

/** Service Authorization Reference, AWS Organizations: `arn:aws:organizations::MANAGEMENT:account/o-…/ACCOUNT`. */
function organizationIn(arn: string): Omit<Placement, "levels"> | undefined {
  const { account: managementAccount, resource } = parseArn(arn) ?? {};
  const id = /^account\/(o-[^/]+)\//.exec(resource ?? "")?.[1];
  return id === undefined || !managementAccount ? undefined : { id, managementAccount };
}

/** Organizations API Reference, Account, Paths: an entity path begins with the organization (IAM User Guide). */
function levelsIn(path: string, account: string): readonly string[] | undefined {
  const ids = path.split("/").filter((id) => id !== "" && id !== account);
  const [organization = "", root = "", ...units] = ids;
  const isWay =
    organization.startsWith("o-") &&
    root.startsWith("r-") &&
    units.every((id) => id.startsWith("ou-"));
  return isWay ? [root, ...units, account] : undefined;
}

// Organizations User Guide, Quotas: units nest five levels deep under the root.
const MOST_LEVELS = 6;

async function levelsDownTo(
  account: string,
  means: OrganizationsMeans,
): Promise<readonly string[]> {
  const ids = [account];
  while (ids.length <= MOST_LEVELS && !(ids[0] ?? "").startsWith("r-")) {
    ids.unshift(await parentOf(ids[0] ?? "", means));
  }
  return ids;
}

async function parentOf(child: string, { client, call }: OrganizationsMeans): Promise<string> {
  const { ListParentsCommand } = await import("@aws-sdk/client-organizations");
  const { Parents } = await call("ListParents", () =>
    client.send(new ListParentsCommand({ ChildId: child })),
  );
  // Organizations API Reference, ListParents: in the current release, a child can have only a single parent.
  const id = Parents?.[0]?.Id;
  if (id !== undefined) return id;
  throw new WireError("UnreadableAnswer", "the answer to ListParents lacks its parent");
}
