import type { JsonCondition } from "../spec/policy-json.ts";
import { type Choices, isHit, oneOrMore, pick } from "./choices.ts";

interface Family {
  readonly operators: readonly string[];
  readonly keys: readonly string[];
  readonly values: readonly (string | number | boolean)[];
}

const comparisons = (type: string): readonly string[] =>
  ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"].map(
    (comparison) => type + comparison,
  );

const FAMILIES: readonly Family[] = [
  {
    operators: [
      "StringEquals",
      "StringNotEquals",
      "StringEqualsIgnoreCase",
      "StringNotEqualsIgnoreCase",
      "StringLike",
      "StringNotLike",
    ],
    keys: [
      "s3:prefix",
      "S3:Prefix",
      "aws:PrincipalTag/team",
      "aws:TagKeys",
      "aws:username",
      "aws:userid",
      "aws:PrincipalArn",
      "aws:PrincipalAccount",
      "aws:SecureTransport",
      "s3:max-keys",
    ],
    values: [
      "",
      "a",
      "A",
      "b",
      "a/",
      "*",
      "a*",
      "?",
      "a${*}",
      "${$}",
      "${aws:username}",
      "ALICE",
      "alice/*",
      "${aws:PrincipalTag/team}",
      "${aws:PrincipalTag/team, 'a'}",
      "${AWS:username, 'a'}/*",
      "${aws:TagKeys}",
      "111111111111",
      "AROA*",
      "arn:aws:iam::*:role/*",
      "arn:aws:iam::111111111111:role/reader",
      "true",
      10,
      true,
    ],
  },
  {
    operators: ["StringEquals", "StringLike", "StringNotEquals"],
    keys: [
      "kms:ViaService",
      "kms:CallerAccount",
      "kms:EncryptionContext:aws:s3:arn",
      "kms:EncryptionContext:a",
      "kms:EncryptionContextKeys",
      "aws:CalledVia",
      "aws:ResourceAccount",
      "aws:ViaAWSService",
      "s3:DataAccessPointArn",
      "s3:DataAccessPointAccount",
      "s3:AccessPointNetworkOrigin",
      "aws:SourceVpc",
      "aws:SourceIp",
    ],
    values: [
      "s3.us-east-1.amazonaws.com",
      "111111111111",
      "222222222222",
      "arn:aws:s3:::b1*",
      "arn:aws:s3:::b1",
      "arn:aws:s3:::b1/a",
      "aws:s3:arn",
      "a",
      "1",
      "s3.amazonaws.com",
      "true",
      "arn:aws:s3:us-east-1:111111111111:accesspoint/*",
      "arn:aws:s3:us-east-1:*:accesspoint/ap",
      "Internet",
      "vpc-1",
      "*",
    ],
  },
  {
    operators: comparisons("Numeric"),
    keys: ["s3:max-keys", "s3:max-keys", "s3:max-keys", "s3:prefix"],
    values: [10, "10", "9", "10.00", -1, "999"],
  },
  {
    operators: comparisons("Date"),
    keys: ["aws:CurrentTime", "aws:CurrentTime", "aws:currenttime", "s3:prefix"],
    values: [
      "2026-01-01T00:00:00Z",
      "2026-01-01",
      "2025-12-31T15:00:00-09:00",
      "2026-01-01T00:00:01Z",
      "1767225600",
      "2025-12",
    ],
  },
  {
    operators: ["Bool"],
    keys: ["aws:SecureTransport", "aws:SecureTransport", "s3:prefix"],
    values: [true, "true", false, "False"],
  },
  { operators: ["BinaryEquals"], keys: ["example:Blob"], values: ["YQ==", "Yg==", "YWI="] },
  {
    operators: ["IpAddress", "NotIpAddress"],
    keys: ["aws:SourceIp", "aws:SourceIp", "AWS:SOURCEIP", "s3:prefix"],
    values: [
      "203.0.113.0/24",
      "203.0.113.7",
      "203.0.113.9/23",
      "203.0.0.0/8",
      "0.0.0.0/0",
      "2001:DB8::/32",
      "2001:db8::1",
      "2001:DB8:0:0::1",
      "2001:db8:0:1::/64",
      "::/0",
    ],
  },
  {
    operators: ["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"],
    keys: ["aws:PrincipalArn", "aws:PrincipalArn", "aws:SourceArn", "aws:SourceArn", "s3:prefix"],
    values: [
      "arn:aws:iam::111111111111:role/reader",
      "arn:aws:iam::*:role/*",
      "arn:aws:iam::111111111111:role/aws-reserved/*/AWSReservedSSO_Admin_*",
      "arn:aws:iam::111111111111:*",
      "arn:*:*:*:*:*",
      "arn:aws:sns:*:111111111111:a",
      "arn:aws:sns:us-east-?:*:a:?",
      "arn:aws:*:a",
      "arn:aws:iam::${aws:PrincipalAccount}:user/*",
      "arn:aws:iam::111111111111:user/*${aws:username}",
      "${aws:SourceArn}",
      "arn:aws:${aws:PrincipalTag/team, 'iam::111111111111:user/alice'}",
      "arn:aws:s3:::b1",
    ],
  },
];

/** Every operator there is, without quantifier and `IfExists`. */
export const OPERATORS: readonly string[] = [
  ...new Set([...FAMILIES.flatMap(({ operators }) => operators), "Null"]),
];

const QUANTIFIERS = ["", "", "", "ForAllValues:", "ForAnyValue:"];

// A family comes up as often as it has operators.
const BY_WEIGHT = FAMILIES.flatMap((family) => family.operators.map(() => family));

function comparison(choices: Choices): JsonCondition {
  const { operators, keys, values } = pick(choices, BY_WEIGHT);
  const ifExists = isHit(choices, 1, 4) ? "IfExists" : "";
  const operator = `${pick(choices, QUANTIFIERS)}${pick(choices, operators)}${ifExists}`;
  return { [operator]: { [pick(choices, keys)]: oneOrMore(choices, values) } };
}

const NULL_KEYS = ["aws:username", "s3:prefix", "aws:TagKeys", "aws:MultiFactorAuthAge"];

function oneCondition(choices: Choices): JsonCondition {
  return isHit(choices, 1, 6)
    ? { Null: { [pick(choices, NULL_KEYS)]: pick(choices, ["true", "false", true, false]) } }
    : comparison(choices);
}

/** The `Condition` element: mostly one operator, sometimes two, of any kind. */
export function buildCondition(choices: Choices): JsonCondition {
  const one = oneCondition(choices);
  return isHit(choices, 1, 4) ? { ...one, ...oneCondition(choices) } : one;
}
