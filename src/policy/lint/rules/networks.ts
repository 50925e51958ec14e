import { containsRange, type IpRange, parseIpRange } from "../../conditions/ip-range.ts";
import { renameProperty } from "../edits/edit-statement.ts";
import type { LintCondition, LintDocument } from "../reading/lint-document.ts";
import { isKnown } from "../../unknown-text.ts";
import { defineRule, type Rule } from "../rule.ts";

/** Ranges that no request comes from over the internet (RFC 1918, 6598, 1122, 3927, 4193, 4291). */
const PRIVATE_RANGES: readonly IpRange[] = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "fc00::/7",
  "fe80::/10",
  "::1",
].flatMap((text) => parseIpRange(text) ?? []);

/** A private address in `aws:SourceIp`: through a VPC endpoint that key is absent. */
export const privateSourceIp: Rule<"SL29"> = defineRule({
  id: "SL29",
  name: "private-source-ip",
  severity: "warning",
  fix: "proposed",
  check: (document) =>
    conditionsOn(document, /^aws:sourceip$/i).flatMap(({ key, values, operator }) =>
      values.flatMap(({ text, node }) => {
        const range = isKnown(text) ? parseIpRange(text) : undefined;
        if (range === undefined || !isPrivate(range)) return [];
        const negated = operator.meaning?.negated === true;
        const areAllPrivate = values.every((other) => {
          const otherRange = parseIpRange(other.text);
          return otherRange !== undefined && isPrivate(otherRange);
        });
        const edits = areAllPrivate ? [renameProperty(key, "aws:VpcSourceIp")] : [];
        return [
          {
            at: node,
            parameters: { address: text, negated },
            fix: { automatic: false, edits },
          },
        ];
      }),
    ),
});

function isPrivate(range: IpRange): boolean {
  return PRIVATE_RANGES.some((outer) => containsRange(outer, range));
}

const FORMS: Readonly<Record<string, { readonly form: string; readonly pattern: RegExp }>> = {
  "aws:sourcevpc": { form: "vpc-0a1b2c3d4e5f67890", pattern: /^vpc-(?:[0-9a-f]{8}|[0-9a-f]{17})$/ },
  "aws:sourcevpce": {
    form: "vpce-0a1b2c3d4e5f67890",
    pattern: /^vpce-(?:[0-9a-f]{8}|[0-9a-f]{17})$/,
  },
};

/** An id of a VPC or an endpoint that no VPC or endpoint has. */
export const vpcFormat: Rule<"SL30"> = defineRule({
  id: "SL30",
  name: "vpc-format",
  severity: "error",
  fix: "none",
  check: (document) =>
    conditionsOn(document, /^aws:sourcevpce?$/i).flatMap(({ key, values, operator }) => {
      const expected = FORMS[key.name.value.toLowerCase()];
      if (expected === undefined || operator.meaning?.kind === "null") return [];
      return values
        .filter(({ text }) => isKnown(text) && !/[*?$]/.test(text) && !expected.pattern.test(text))
        .map(({ text, node }) => ({
          at: node,
          parameters: { key: key.name.value, value: text, form: expected.form },
        }));
    }),
});

function conditionsOn({ statements }: LintDocument, name: RegExp): readonly LintCondition[] {
  return statements.flatMap(({ conditions }) =>
    conditions.filter(({ key }) => name.test(key.name.value)),
  );
}
