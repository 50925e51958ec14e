import { joinSentences, type Sentence, ToldError } from "../../aws/index.ts";
import { type OrganizationLevel, parsePolicy } from "../../policy/index.ts";
import type { AccountReader, ReadControlPolicy, ReadOrganization } from "../ports.ts";
import { askedOf } from "./asked-of.ts";
import { problemOf } from "./attached-policy.ts";
import { attemptAside } from "./attempt.ts";
import { assumed, type Fact, known, type LimitFact, unknown } from "./facts.ts";
import { firstKnown } from "./first-known.ts";
import { fullAccessText } from "./full-access.ts";
import { liveAndTold } from "./live-and-told.ts";

/** Where an account stands, and what the organization's control policies say there. */
export interface Standing {
  /** Undefined when the account is in none. */
  readonly organization: Fact<ReadOrganization | undefined>;
  /** The value of `aws:PrincipalOrgPaths` and `aws:ResourceOrgPaths`. */
  readonly path: Fact<string>;
  controlPolicies(type: ControlType): Promise<LimitFact<readonly OrganizationLevel[]>>;
}

type ControlType = "service" | "resource";

/** Who can tell of an account's organization. */
export interface OrganizationWitnesses {
  /** Identities that somebody named for it. */
  readonly named: readonly AccountReader[];
  /** Identities of the account itself. */
  readonly own: readonly AccountReader[];
}

/**
 * Finds an account in its organization; its own people know which it is, few of them the way to it.
 * What files tell is heard last, and only of the organization that the account itself names.
 */
export async function standingOf(
  account: string,
  witnesses: OrganizationWitnesses,
): Promise<Standing> {
  const named = liveAndTold(witnesses.named);
  const own = liveAndTold(witnesses.own);
  const levels = await levelsAbove(account, named.live);
  if (levels.known) return standing(levels.value);
  const live = await organizationAsToldBy(own.live);
  const organization = live.known ? live : await orAsToldInFiles(live.why, own.told);
  const found = organization.known ? organization.value : undefined;
  if (organization.known && found === undefined) return unplaced(organization, levels.why);
  // Of its people, those of the management account alone may read more; delegates are to be named.
  const managers = found?.managementAccount === account ? own.live : [];
  const theirs = await levelsAbove(account, [...managers, ...named.told], live);
  if (theirs.known) return standing(theirs.value);
  const why = joinSentences([
    levels.why,
    theirs.why,
    ...(organization.known ? [] : [organization.why]),
  ]);
  return unplaced(
    organization,
    why,
    found === undefined || !(await isTheirs(found, witnesses.named)),
  );
}

async function orAsToldInFiles(
  why: Sentence,
  readers: readonly AccountReader[],
): Promise<Fact<ReadOrganization | undefined>> {
  const told = await organizationAsToldBy(readers);
  return told.known ? told : unknown(joinSentences([why, told.why]));
}

/** Whether who was named for it ought to know of an organization: of others nobody expects it. */
async function isTheirs(
  { id }: ReadOrganization,
  named: readonly AccountReader[],
): Promise<boolean> {
  const told = await Promise.all(named.map((reader) => organizationAsToldBy([reader])));
  return told.some((each) => !each.known || each.value?.id === id);
}

function organizationAsToldBy(
  readers: readonly AccountReader[],
): Promise<Fact<ReadOrganization | undefined>> {
  return firstKnown(readers, (reader) =>
    attemptAside(askedOf("DescribeOrganization", reader), () => reader.organization()),
  );
}

/** The way from the root down to an account, and who told it. */
interface Placed {
  readonly organization: ReadOrganization;
  readonly levels: readonly string[];
  readonly reader: AccountReader;
}

function levelsAbove(
  account: string,
  readers: readonly AccountReader[],
  itsOwn?: Fact<ReadOrganization | undefined>,
): Promise<Fact<Placed>> {
  return firstKnown(readers, async (reader) => {
    const from = placedBy(reader);
    const told = await attemptAside(from, () => reader.placementOf(account));
    if (!told.known) return told;
    if (told.value === undefined) return unknown(inNone(reader));
    const { levels, ...organization } = told.value;
    if (itsOwn?.known === true && itsOwn.value?.id !== organization.id)
      return unknown(inAnother(reader, account));
    return known({ organization, levels, reader }, from.en);
  });
}

function placedBy(reader: AccountReader): Sentence {
  return askedOf("DescribeAccount", reader);
}

function inNone({ label }: AccountReader): Sentence {
  return {
    en: `${label.en} is in no organization`,
    ja: `${label.ja} のアカウントは組織に属していません`,
  };
}

function inAnother({ label }: AccountReader, account: string): Sentence {
  return {
    en: `${label.en} is in another organization than account ${account}`,
    ja: `${label.ja} の組織は、アカウント ${account} の組織とは別です`,
  };
}

function standing({ organization, levels, reader }: Placed): Standing {
  const from = placedBy(reader).en;
  return {
    organization: known(organization, from),
    path: known([organization.id, ...levels.slice(0, -1), ""].join("/"), from),
    controlPolicies: (type) => readLevels(levels, type, reader),
  };
}

function unplaced(
  organization: Standing["organization"],
  why: Sentence,
  isTakenAsOpen = true,
): Standing {
  const isInNone = organization.known && organization.value === undefined;
  const limit: LimitFact<readonly OrganizationLevel[]> = isInNone
    ? known(undefined, organization.from)
    : isTakenAsOpen
      ? assumed(why)
      : unknown(why);
  return {
    organization,
    path: unknown(why),
    controlPolicies: () => Promise.resolve(limit),
  };
}

async function readLevels(
  ids: readonly string[],
  type: ControlType,
  reader: AccountReader,
): Promise<LimitFact<readonly OrganizationLevel[]>> {
  const from = askedOf("ListPoliciesForTarget and DescribePolicy", reader);
  const levels = await Promise.all(
    ids.map((id) => attemptAside(from, () => readLevel(id, type, reader))),
  );
  const refused = levels.find((level) => !level.known);
  if (refused?.known === false) return unknown(refused.why);
  const read = levels.flatMap((level) => (level.known ? [level.value] : []));
  // Organizations User Guide, Detaching policies: one stays on each target while the type is enabled.
  return known(read.every(({ policies }) => policies.length === 0) ? undefined : read, from.en);
}

async function readLevel(
  id: string,
  type: ControlType,
  reader: AccountReader,
): Promise<OrganizationLevel> {
  const attached = await reader.controlPolicies(id, type);
  const policies = await Promise.all(attached.map((policy) => readPolicy(policy, { id, reader })));
  return { id, policies };
}

async function readPolicy(
  { id, name, arn }: ReadControlPolicy,
  { id: attachedTo, reader }: { readonly id: string; readonly reader: AccountReader },
): Promise<OrganizationLevel["policies"][number]> {
  const parsed = parsePolicy(
    fullAccessText(arn) ?? (await reader.controlPolicyText(id)),
    arn.includes("/resource_control_policy/") ? "resource" : "identity",
  );
  if (parsed.ok) return { document: parsed.value, name, arn, attachedTo };
  throw new ToldError(
    problemOf(
      { en: `control policy ${name}`, ja: `コントロールポリシー ${name}` },
      parsed.problems[0],
    ),
  );
}
