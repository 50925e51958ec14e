import { startLab } from "../../src/lab/index.ts";
import { storyWorld } from "./story-world.ts";

// Run as a process of its own, to be killed: it says where it listens and with which keys.
const lab = await startLab({ world: storyWorld(), dataDirectory: process.argv[2] ?? "" });
const principal = lab.principals.find(({ profile }) => profile === "a");
process.stdout.write(`${JSON.stringify({ url: lab.url, credentials: principal?.credentials })}\n`);
