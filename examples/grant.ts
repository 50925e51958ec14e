// Shows the smallest change that lets the sync through, and makes it as the owner of the document.
import { applyGrant, grant } from "sluice";

const request = {
  source: "s3://dev-a-111111111111",
  destination: "s3://dev-b-222222222222",
  profile: "dev-a",
  ownerProfiles: ["dev-b"],
};

for (const { edits, proof } of await grant(request)) {
  const allowed = proof.filter(({ outcome }) => outcome === "allowed").length;
  console.log(`${allowed} of ${proof.length} permissions proved`);
  for (const { document, account } of edits) console.log(`${document.kind} in ${account}`);

  for (const { as } of await applyGrant(request, edits)) console.log(`applied as ${as}`);
}
