// Syncs, tells each transfer, and gives up after ten minutes.
import { sync } from "sluice";

const events = sync({
  source: "s3://dev-a-111111111111",
  destination: "s3://dev-b-222222222222",
  profile: "dev-a",
  ownerProfiles: ["dev-b"],
  signal: AbortSignal.timeout(600_000),
});

for await (const event of events) {
  if (event.type === "refused") console.log("refused", event.check.verdict);
  if (event.type === "transferred") console.log(event.kind, event.bytes);
  if (event.type === "failed") console.error(event.error.message);
  if (event.type === "done") console.log("done", event.exitCode);
}
