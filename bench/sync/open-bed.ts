import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startLab } from "../lab-processes.ts";
import type { Bed } from "./bed.ts";
import type { ServerChoice } from "./options.ts";
import { buildStandIn, isStandIn, standInAt, startStandIn } from "./stand-in.ts";
import { storedBed } from "./stored-bed.ts";

const nothingToStop = (): Promise<void> => Promise.resolve();

/** Starts or finds the server that was asked for. */
export async function openBed(choice: ServerChoice, folder: string): Promise<Bed> {
  switch (choice.kind) {
    case "url":
      return openUrl(choice.url.replace(/\/+$/, ""));
    case "binary":
      return startStandIn(choice.file);
    case "source":
      return startStandIn(await buildStandIn(choice.directory, folder));
    case "lab":
      return openLab(folder);
  }
}

async function openUrl(url: string): Promise<Bed> {
  if (await isStandIn(url)) return standInAt(url, nothingToStop);
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = process.env;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new Error(
      `cannot use the server at ${url}: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must say who asks it`,
    );
  }
  const region = process.env["AWS_REGION"] ?? "us-east-1";
  const access = { url, region, credentials: { accessKeyId, secretAccessKey } };
  return storedBed(access, `the server at ${url}`, nothingToStop);
}

/** Our own lab, in a process of its own: slower than the stand-in, and so part of every limit. */
async function openLab(folder: string): Promise<Bed> {
  const world = join(folder, "world.json");
  await writeFile(world, JSON.stringify(WORLD));
  const lab = await startLab(folder, { world });
  const { port, region, credentials } = lab.signing;
  const access = { url: `http://127.0.0.1:${port}`, region, credentials };
  const says = "the lab in another process, which is then part of the limit";
  return storedBed(access, says, () => lab.stop());
}

const WORLD: object = {
  accounts: {
    "111111111111": {
      name: "bench",
      users: {
        bench: {
          profile: "bench",
          inlinePolicies: {
            everything: {
              Version: "2012-10-17",
              Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
            },
          },
        },
      },
    },
  },
};
