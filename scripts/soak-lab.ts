// Hammers a lab from 64 clients for a minute, or for as many seconds as are given: `npm run soak:lab -- 600`. Ends with one
// line of JSON, and with 1 where a read got no whole version, a listing was out of order or the lab failed.
import { startLab } from "../src/lab/index.ts";
import { storyWorld } from "../test/lab/story-world.ts";
import { hammerLab } from "../test/support/hammer-lab.ts";

const seconds = Number(process.argv[2] ?? "60");
const faults: unknown[] = [];
const lab = await startLab({ world: storyWorld(), onFault: (fault) => faults.push(fault) });
const writer = lab.principals.find(({ profile }) => profile === "a");
if (writer === undefined) throw new Error("the world has no profile `a`");
const hammered = await hammerLab({
  port: lab.port,
  bucket: "dev-a",
  region: "ap-northeast-1",
  credentials: writer.credentials,
  clients: 64,
  keys: 100,
  seconds,
});
await lab.close();
const problems = [...hammered.problems, ...faults.map(String)];
process.stdout.write(
  `${JSON.stringify({ soak: "lab", ok: problems.length === 0, ...hammered, problems })}\n`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
