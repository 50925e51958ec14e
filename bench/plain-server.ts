import { createReadStream, createWriteStream } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream";

// The least that a file server must do: what the lab's large bodies are compared with.
const directory = process.argv[2] ?? "";

const server = createServer((request, response) => {
  const path = join(directory, encodeURIComponent(request.url ?? ""));
  const failed = (error: unknown): void => {
    if (error) response.destroy();
  };
  if (request.method === "PUT") {
    pipeline(request, createWriteStream(path), (error) => {
      if (error) failed(error);
      else response.end();
    });
  } else pipeline(createReadStream(path), response, failed);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`${typeof address === "object" ? String(address?.port) : ""}\n`);
});
