// Asks whether a role of one account may sync into a bucket of another, and prints what stops it.
import { check } from "sluice";

const { verdict, findings } = await check({
  source: "s3://dev-a-111111111111",
  destination: "s3://dev-b-222222222222",
  profile: "dev-a",
  ownerProfiles: ["dev-b"],
});

console.log(verdict);
for (const { need, blockers, causes } of findings) {
  const layers = blockers.map(({ layer, account }) => `${layer} of ${account}`);
  console.log(`${need.action}: ${layers.join(", ")} (${causes.join(", ")})`);
}
