import * as sdk from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Lab, startLab } from "../../src/lab/index.ts";
import { S3_OPERATIONS } from "../../src/lab/s3/operations.ts";

type Command = Parameters<sdk.S3Client["send"]>[0];
type CommandClass = new (input: object) => Command;

const had = new Set(S3_OPERATIONS.map(({ name }) => name));
const lacking = Object.entries(sdk).flatMap(([name, value]) => {
  const operation = name.slice(0, -"Command".length);
  if (!name.endsWith("Command") || name === "$Command" || had.has(operation)) return [];
  return [[operation, value as unknown as CommandClass] as const];
});

let lab: Lab;
let client: sdk.S3Client;
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
});
afterAll(async () => {
  client.destroy();
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

test.each(lacking)("%s, which the lab lacks, is refused by its name", async (operation, Sent) => {
  await expect(client.send(new Sent(input))).rejects.toMatchObject({
    name: "NotImplemented",
    message: `\`${SERVICES.get(operation) ?? operation}\` is not implemented by this lab`,
    $metadata: { httpStatusCode: 501 },
  });
});
