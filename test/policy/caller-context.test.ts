import { describe, expect, it } from "vitest";

import { callerContext } from "../../src/policy/index.ts";
import { type CallerName, callers } from "../support/callers.ts";

const rows: readonly (readonly [CallerName, Record<string, string[] | "unknown">])[] = [
  [
    "alice",
    {
      "aws:principaltype": ["AssumedRole"],
      "aws:principalarn": [callers.alice.roleArn],
      "aws:principalaccount": ["111111111111"],
      "aws:principalisawsservice": ["false"],
      "aws:userid": ["AROAEXAMPLEALICE00001:alice"],
      "aws:principalorgid": ["o-one"],
    },
  ],
  [
    "bob",
    {
      "aws:principaltype": ["User"],
      "aws:principalarn": [callers.bob.arn],
      "aws:principalaccount": ["111111111111"],
      "aws:principalisawsservice": ["false"],
      "aws:userid": ["AIDAEXAMPLEBOB0000001"],
      "aws:username": ["bob"],
      "aws:principalorgid": ["o-one"],
    },
  ],
  [
    "rootOfA",
    {
      "aws:principaltype": ["Account"],
      "aws:principalarn": [callers.rootOfA.arn],
      "aws:principalaccount": ["111111111111"],
      "aws:principalisawsservice": ["false"],
      "aws:userid": ["111111111111"],
      "aws:principalorgid": ["o-one"],
    },
  ],
  [
    "fred",
    {
      "aws:principaltype": ["FederatedUser"],
      "aws:principalarn": [callers.fred.arn],
      "aws:principalaccount": ["111111111111"],
      "aws:principalisawsservice": ["false"],
      "aws:userid": ["111111111111:fred"],
      "aws:principalorgid": ["o-one"],
    },
  ],
  [
    "cloudtrail",
    {
      "aws:principaltype": "unknown",
      "aws:principalisawsservice": ["true"],
      "aws:principalservicename": ["cloudtrail.amazonaws.com"],
      "aws:principalservicenameslist": ["cloudtrail.amazonaws.com"],
    },
  ],
  ["build", { "aws:principaltype": "unknown" }],
  ["samlPerson", { "aws:principaltype": "unknown" }],
  ["cloudfront", { "aws:principaltype": "unknown" }],
  ["anonymous", { "aws:principaltype": ["Anonymous"] }],
];

// IAM User Guide, AWS global condition context keys; Policy variables, principal key values.
describe("the keys that follow from who asks", () => {
  it.each(rows)("%s in an organization", (name, want) => {
    expect(Object.fromEntries(callerContext(callers[name], "o-one"))).toEqual(want);
  });

  it("say nothing of an organization that the account is not in", () => {
    expect(callerContext(callers.bob).has("aws:principalorgid")).toBe(false);
  });
});
