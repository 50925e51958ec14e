import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { makeAuthority, signCertificate } from "../../src/lab/tls/certificates.ts";
import { freePort } from "./stand-in.ts";
import { filesNamed } from "./tools/find-program.ts";

/** What ends TLS before the server, in a process of its own. */
export interface TlsFront {
  readonly url: string;
  /** The authority that clients must trust. */
  readonly caFile: string;
  readonly says: string;
  stop(): Promise<void>;
}

/** Starts haproxy where it is installed, else a small proxy of Node's. */
export async function startTlsFront(serverUrl: string, folder: string): Promise<TlsFront> {
  const caFile = join(folder, "authority.pem");
  const pemFile = join(folder, "front.pem");
  const authority = await makeAuthority(Date.now());
  const { cert, key } = await signCertificate(authority, ["localhost", "127.0.0.1"], Date.now());
  await writeFile(caFile, authority.cert);
  await writeFile(pemFile, `${cert}\n${key}\n`);
  const port = await freePort();
  const server = new URL(serverUrl);
  const back = `${server.hostname}:${server.port === "" ? "80" : server.port}`;
  const [haproxy] = await filesNamed("haproxy", process.env["HAPROXY"]);
  const words =
    haproxy === undefined
      ? await nodeFront({ port, back, pemFile })
      : await haproxyFront({ file: haproxy, port, back, pemFile, folder });
  const [file, ...args] = words;
  const child = spawn(file, args, { stdio: ["ignore", "ignore", "inherit"] });
  const kill = (): void => {
    child.kill("SIGKILL");
  };
  process.once("exit", kill);
  await untilListening(port);
  return {
    url: `https://127.0.0.1:${port}`,
    caFile,
    says: haproxy === undefined ? "a TLS proxy of Node's" : "haproxy",
    stop: async () => {
      process.off("exit", kill);
      const exited = once(child, "exit");
      kill();
      await exited;
    },
  };
}

interface Front {
  readonly port: number;
  readonly back: string;
  readonly pemFile: string;
}

function nodeFront({ port, back, pemFile }: Front): Promise<readonly [string, ...string[]]> {
  const script = join(import.meta.dirname, "..", "tls-proxy.ts");
  const words = ["--import", "tsx", script, String(port), back, pemFile];
  return Promise.resolve([process.execPath, ...words]);
}

async function haproxyFront({
  file,
  port,
  back,
  pemFile,
  folder,
}: Front & { readonly file: string; readonly folder: string }): Promise<
  readonly [string, ...string[]]
> {
  const config = join(folder, "haproxy.cfg");
  const lines = [
    ...["global", "  maxconn 4096", "  nbthread 1"],
    ...["defaults", "  mode tcp", "  timeout connect 5s", "  timeout client 5m"],
    "  timeout server 5m",
    ...["frontend tls", `  bind 127.0.0.1:${port} ssl crt ${pemFile}`, "  default_backend s3"],
    ...["backend s3", `  server s3 ${back}`],
  ];
  await writeFile(config, `${lines.join("\n")}\n`);
  return [file, "-db", "-q", "-f", config];
}

async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const socket = connect(port, "127.0.0.1");
    const connected = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "close").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (connected) return;
    await delay(50);
  }
  throw new Error(`nothing listens on port ${port} that should end TLS`);
}
