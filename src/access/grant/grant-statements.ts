import { parseArn } from "../../aws/index.ts";
import { type PolicyDocument, s3ViaService } from "../../policy/index.ts";
import type { Need } from "../needs/need.ts";
import type { PolicyPrincipal } from "./policy-principal.ts";
import { grantSid } from "./grant-sid.ts";

/** A statement to be written, with the elements in the order in which AWS's examples have them. */
export interface NewStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal?: NewPrincipal;
  readonly Action: string | readonly string[];
  /** Absent in trust policies, which are of one role. */
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

type NewPrincipal =
  | { readonly AWS: string; readonly Service?: never }
  | { readonly Service: string; readonly AWS?: never };

/** Where statements are to stand. */
export interface StatementPlace {
  /** Absent in identity policies. */
  readonly principal?: PolicyPrincipal;
  readonly version: PolicyDocument["version"];
  /** What they are granted for, as `purposeOf` names it. */
  readonly purpose: string;
  /** Whether it is the policy of a VPC endpoint, which takes few wildcards in conditions. */
  readonly isEndpoint?: boolean;
}

/** Writes the fewest statements that let S3 use keys for the caller, and nobody else. */
export function keyStatements(
  needs: readonly Need[],
  place: StatementPlace,
): readonly NewStatement[] {
  const keys = sorted(needs.map(({ resource }) => resource));
  return keys.map((key) =>
    statement(
      {
        kind: "Key",
        actions: sorted(
          needs.filter(({ resource }) => resource === key).map(({ action }) => action),
        ),
        // In a key policy `*` is the key that it belongs to (AWS KMS Developer Guide, Key policies).
        resources: [place.principal === undefined ? key : "*"],
        viaService: s3ViaService(parseArn(key)?.region ?? ""),
      },
      place,
    ),
  );
}

/** Writes the fewest statements that allow these needs of one bucket: listing and objects apart. */
export function grantStatements(
  needs: readonly Need[],
  place: StatementPlace,
): readonly NewStatement[] {
  const bucketNeeds = needs.filter((need) => !isOfObjects(need));
  const objectNeeds = needs.filter(isOfObjects);
  return [...listStatements(bucketNeeds, place), ...objectStatements(objectNeeds, place)];
}

/** Whether a need is of objects: an access point's own ARN has a slash, too. */
export function isOfObjects({ resource }: Pick<Need, "resource">): boolean {
  return resource.replace(":accesspoint/", ":").includes("/");
}

function listStatements(needs: readonly Need[], place: StatementPlace): readonly NewStatement[] {
  const [first] = needs;
  if (first === undefined) return [];
  const prefixes = sorted(needs.map(({ context }) => context["s3:prefix"]?.[0] ?? ""));
  // A listing of the whole bucket sends an empty prefix or none: no condition may stand in its way.
  const patterns = isWholeListing(prefixes, place)
    ? []
    : prefixes.flatMap((prefix) => [
        literalPattern(prefix, place),
        `${literalPattern(prefix, place)}*`,
      ]);
  return [
    statement(
      {
        kind: "List",
        actions: sorted(needs.map(({ action }) => action)),
        resources: [first.resource],
        prefixes: patterns,
      },
      place,
    ),
  ];
}

/**
 * Whether listings are allowed whatever their prefix: also where a condition could not stand (AWS PrivateLink Guide,
 * Endpoint policies, Considerations: at least six characters beside each wildcard of a string condition).
 */
export function isWholeListing(
  prefixes: readonly string[],
  { isEndpoint = false }: Pick<StatementPlace, "isEndpoint">,
): boolean {
  return prefixes.includes("") || (isEndpoint && prefixes.some((prefix) => prefix.length < 6));
}

function objectStatements(needs: readonly Need[], place: StatementPlace): readonly NewStatement[] {
  const actionsByResource = new Map<string, string[]>();
  for (const need of needs) {
    const pattern = `${literalPattern(need.resource, place)}${need.anyKeyUnder === true ? "*" : ""}`;
    actionsByResource.set(pattern, [...(actionsByResource.get(pattern) ?? []), need.action]);
  }
  const resourcesByActions = new Map<string, string[]>();
  for (const [resource, actions] of actionsByResource) {
    const key = sorted(actions).join(" ");
    resourcesByActions.set(key, [...(resourcesByActions.get(key) ?? []), resource]);
  }
  return [...resourcesByActions].map(([actions, resources]) =>
    statement(
      {
        kind: "Objects",
        actions: actions.split(" "),
        resources: sorted(resources),
      },
      place,
    ),
  );
}

interface StatementParts {
  readonly kind: "List" | "Objects" | "Key";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly prefixes?: readonly string[];
  /** Of keys: the service that may use them for the caller. */
  readonly viaService?: string;
}

function statement(parts: StatementParts, { principal, purpose }: StatementPlace): NewStatement {
  const { kind, actions, resources, prefixes = [], viaService } = parts;
  const condition = conditionOf(parts, principal);
  return {
    Sid: grantSid({
      kind,
      purpose,
      parts: [
        ...namesOf(principal),
        ...actions,
        ...resources,
        ...prefixes,
        ...(viaService === undefined ? [] : [viaService]),
      ],
    }),
    Effect: "Allow",
    ...(principal && { Principal: { AWS: principal.aws } }),
    Action: oneOrMany(actions),
    Resource: oneOrMany(resources),
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

function namesOf(principal: StatementPlace["principal"]): readonly string[] {
  if (principal === undefined) return [""];
  const { aws, principalArns = [], organization, account } = principal;
  return [aws, ...principalArns, ...[organization, account].filter((each) => each !== undefined)];
}

function conditionOf(
  { prefixes = [], viaService }: StatementParts,
  principal: StatementPlace["principal"],
): NonNullable<NewStatement["Condition"]> {
  const equals = {
    ...(viaService !== undefined && { "kms:ViaService": viaService }),
    ...(principal?.organization !== undefined && { "aws:PrincipalOrgID": principal.organization }),
    ...(principal?.account !== undefined && { "aws:PrincipalAccount": principal.account }),
  };
  return {
    ...(prefixes.length > 0 && { StringLike: { "s3:prefix": oneOrMany(prefixes) } }),
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(principal?.principalArns && {
      ArnLike: { "aws:PrincipalArn": oneOrMany(principal.principalArns) },
    }),
  };
}

/**
 * Keeps a key's own `*`, `?` and `$` from meaning anything else. Variables exist since version
 * 2012-10-17; in an older document the wildcards stay, which allows a little more but never less.
 */
function literalPattern(text: string, { version }: StatementPlace): string {
  return version === "2012-10-17" ? text.replace(/[*?]|\$(?=\{)/g, (sign) => `\${${sign}}`) : text;
}

function oneOrMany(values: readonly string[]): string | readonly string[] {
  const [first, ...others] = values;
  return first !== undefined && others.length === 0 ? first : values;
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
