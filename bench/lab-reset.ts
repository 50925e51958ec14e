import { startLab } from "../src/lab/index.ts";
import { parseWorld } from "../src/policy/index.ts";
import { signedHeaders } from "./lab-requests.ts";
import { BENCH_WORLD, BUCKET } from "./lab-world.ts";

const RESETS = 25;

/** Milliseconds of resets of a lab in this process, each after a write. */
export async function timeResets(): Promise<readonly number[]> {
  const parsed = parseWorld(BENCH_WORLD);
  if (!parsed.ok) throw new Error("the world of the benchmark does not parse");
  const lab = await startLab({ world: parsed.value });
  const [principal] = lab.principals;
  if (principal === undefined) throw new Error("nobody can sign in to the lab of the benchmark");
  const { region, credentials } = principal;
  const times: number[] = [];
  for (let run = 0; run < RESETS; run++) {
    const question = { method: "PUT", path: `/${BUCKET}/key`, body: "x".repeat(100) } as const;
    const { method, path, body } = question;
    const headers = signedHeaders({ port: lab.port, region, credentials }, question);
    const sent = { method, body, headers: Object.fromEntries(headers) };
    const { status } = await fetch(lab.url + path, sent);
    if (status !== 200) throw new Error(`a write before a reset was answered with ${status}`);
    const begun = performance.now();
    await lab.reset();
    times.push(performance.now() - begun);
  }
  await lab.close();
  return times;
}
