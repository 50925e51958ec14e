// Ends TLS: `tls-proxy.ts PORT HOST:PORT PEM`. A process of its own, so that it takes no time of what is measured.
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { createServer } from "node:tls";

const [port, back, pemFile] = process.argv.slice(2);
const [host, backPort] = (back ?? "").split(":");
const pem = readFileSync(pemFile ?? "");
const server = createServer({ cert: pem, key: pem, noDelay: true }, (front) => {
  const behind = connect({ port: Number(backPort), host: host ?? "", noDelay: true });
  front.pipe(behind).pipe(front);
  front.on("error", () => behind.destroy());
  behind.on("error", () => front.destroy());
});
server.listen(Number(port), "127.0.0.1");
