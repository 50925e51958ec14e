import * as sdk from "@aws-sdk/client-s3";
import * as control from "@aws-sdk/client-s3-control";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Lab, startLab } from "../../src/lab/index.ts";
import { S3_CONTROL_OPERATIONS } from "../../src/lab/s3-control/operations.ts";
import { S3_OPERATIONS } from "../../src/lab/s3/operations.ts";

type Constructed = new (input: object) => never;

/** An SDK has a command for every operation. */
function lackingIn(
  commands: object,
  operations: readonly { readonly name: string }[],
): readonly (readonly [string, Constructed])[] {
  const had = new Set(operations.map(({ name }) => name));
  return Object.entries(commands).flatMap(([name, value]) => {
    const operation = name.slice(0, -"Command".length);
    if (!name.endsWith("Command") || name === "$Command" || had.has(operation)) return [];
    return [[operation, value as Constructed] as const];
  });
}

let lab: Lab;
let client: sdk.S3Client;
let controlClient: control.S3ControlClient;
beforeAll(async () => {
  lab = await startLab({ port: "none" });
  const { credentials, region } = lab.principal("default");
  const { requestHandler } = lab;
  const endpoint = "http://127.0.0.1:4599";
  client = new sdk.S3Client({
    endpoint,
    credentials,
    region,
    requestHandler,
    forcePathStyle: true,
    disableS3ExpressSessionAuth: true,
  });
  const url = new URL(endpoint);
  controlClient = new control.S3ControlClient({
    endpointProvider: () => ({ url }),
    disableHostPrefix: true,
    credentials,
    region,
    requestHandler,
  });
});
afterAll(async () => {
  client.destroy();
  controlClient.destroy();
  await lab.close();
});

// Whatever input an operation takes: what one does not know the SDK leaves out.
const input = {
  Bucket: "no-such-bucket",
  Key: "k",
  Id: "1",
  AnnotationName: "n",
  RequestRoute: "r",
  RequestToken: "t",
  RenameSource: "/no-such-bucket/x",
  ExpressionType: "SQL",
  Expression: "select",
};
/** Clients sign these as of services that the lab lacks as a whole. */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ["ListDirectoryBuckets", "s3express"],
  ["WriteGetObjectResponse", "s3-object-lambda"],
]);

test.each(lackingIn(sdk, S3_OPERATIONS))(
  "%s, which the lab lacks, is refused by its name",
  async (operation, Sent) => {
    await expect(client.send(new Sent(input))).rejects.toMatchObject({
      name: "NotImplemented",
      message: `\`${SERVICES.get(operation) ?? operation}\` is not implemented by this lab`,
      $metadata: { httpStatusCode: 501 },
    });
  },
);

const controlInput = {
  AccountId: "111111111111",
  Name: "n",
  Bucket: "n",
  Mrap: "n",
  ConfigId: "1",
  AccessGrantId: "1",
  AccessGrantsLocationId: "1",
  RequestTokenARN: "arn:aws:s3:us-west-2:111111111111:async-request/mrap/create/t",
  S3Prefix: "s3://n",
  Target: "s3://n",
  Permission: "READ",
};

test.each(lackingIn(control, S3_CONTROL_OPERATIONS))(
  "%s of S3 Control, which the lab lacks, is refused by its name",
  async (operation, Sent) => {
    await expect(controlClient.send(new Sent(controlInput))).rejects.toMatchObject({
      name: "NotImplemented",
      message: `\`${operation}\` of S3 Control is not implemented by this lab`,
      $metadata: { httpStatusCode: 501 },
    });
  },
);
