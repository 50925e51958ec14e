import { afterAll, beforeAll, expect, test } from "vitest";
import { EC2_OPERATIONS } from "../../src/lab/ec2/ec2-service.ts";
import { JSON_SERVICES } from "../../src/lab/json/json-service.ts";
import { askLab } from "../support/lab-request.ts";
import { openServices, type OpenServices } from "./open-services.ts";

let open: OpenServices;
beforeAll(async () => {
  open = await openServices();
});
afterAll(async () => {
  await open.close();
});

const TEXTS = ["", "\0", "x", "😀".repeat(1000), "arn:aws:kms:::", "000000000000", "-1"];
const VALUES: readonly unknown[] = [
  ...TEXTS,
  0,
  -1,
  1e300,
  true,
  null,
  [],
  [null],
  [""],
  {},
  { constructor: "" },
];

const operations = JSON_SERVICES.flatMap(({ name, operations: rows }) =>
  rows.map((operation) => [`${name}:${operation.name}`, operation.members] as const),
);

test.each(operations)("%s answers junk with an error of its own", async (operation, members) => {
  const statuses = new Set<number>();
  for (const value of VALUES) {
    const input = Object.fromEntries(members.map((member) => [member, value]));
    statuses.add((await open.ask("boss", operation, input)).status);
  }
  expect(statuses).not.toContain(500);
  expect(open.faults).toEqual([]);
});

test.each(EC2_OPERATIONS.map(({ name, parameters }) => [name, parameters] as const))(
  "ec2:%s answers junk with an error of its own",
  async (Action, parameters) => {
    const statuses = new Set<number>();
    for (const value of TEXTS) {
      for (const suffix of ["", ".1", ".1.Name"]) {
        const form = parameters.map((name): [string, string] => [`${name}${suffix}`, value]);
        const { status } = await askLab(open.lab.port, {
          credentials: open.credentialsOf("boss"),
          method: "POST",
          target: "/",
          service: "ec2",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams([["Action", Action], ...form]).toString(),
        });
        statuses.add(status);
      }
    }
    expect(statuses).not.toContain(500);
    expect(open.faults).toEqual([]);
  },
);

const portal = [
  "/client/register",
  "/device_authorization",
  "/token",
  "/assignment/accounts",
  "/assignment/roles?account_id=%00",
  "/federation/credentials",
  "/logout",
  "/authorize?response_type=code",
  "/authorize?response_type=code&client_id=%00",
  "/_lab/sso/device?user_code=%00",
  "/_lab/sso/nothing",
];

test.each(portal)("%s answers junk with an error of its own", async (path) => {
  const statuses = new Set<number>();
  const members = ["clientId", "clientSecret", "clientName", "clientType", "grantType", "startUrl"];
  for (const value of VALUES) {
    const body = JSON.stringify(Object.fromEntries(members.map((member) => [member, value])));
    const json = { "content-type": "application/json" };
    const url = `${open.lab.url}${path}`;
    statuses.add((await fetch(url, { method: "POST", headers: json, body })).status);
    const headers = { "x-amz-sso_bearer_token": encodeURIComponent(JSON.stringify(value)) };
    statuses.add((await fetch(url, { headers, redirect: "manual" })).status);
  }
  expect(statuses).not.toContain(500);
  expect(open.faults).toEqual([]);
});
