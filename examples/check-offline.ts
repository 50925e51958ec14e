// Asks a world file instead of AWS: no request is sent, and no credentials are needed.
import { check } from "sluice";

const { verdict } = await check({
  source: "s3://dev-a-111111111111",
  destination: "s3://dev-b-222222222222",
  profile: "dev-a",
  world: "worlds/two-accounts.yaml",
});

console.log(verdict);
