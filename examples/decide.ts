// Asks the policy engine alone: one request, the documents that bear on it, and why it is answered so.
import { decide, parsePolicy } from "sluice/policy";

const role = "arn:aws:iam::111111111111:role/Sync";
const parsed = parsePolicy(
  JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::dev-a/logs/*" },
  }),
  "identity",
);
if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join("\n"));

const decision = decide(
  {
    caller: {
      kind: "roleSession",
      account: "111111111111",
      arn: "arn:aws:sts::111111111111:assumed-role/Sync/alice",
      roleArn: role,
      userId: "AROAEXAMPLEEXAMPLE123:alice",
    },
    action: "s3:GetObject",
    resource: "arn:aws:s3:::dev-a/private/a.txt",
    resourceAccount: "111111111111",
    context: new Map(),
  },
  { identity: [{ document: parsed.value, name: "read-logs", attachedTo: role }], resource: [] },
);

console.log(decision.outcome);
for (const { layer, statements } of decision.gates) {
  for (const { misses } of statements) {
    for (const { name, policyValues } of misses) console.log(layer, name, policyValues.join(" "));
  }
}
