import type { Listening } from "../http/server.ts";
import type { Ec2Tables } from "./ec2-tables.ts";

/** Opens a port through which requests come by a VPC endpoint. */
type Open = (endpoint: string) => Promise<Listening>;

/** The local port of each VPC endpoint. */
export interface EndpointPorts {
  /** Undefined for endpoints of a lab that does not listen. */
  portOf(endpoint: string): number | undefined;
  /** From now on every endpoint has a port. */
  listen(open: Open): Promise<void>;
  /** Opens ports of new endpoints and closes those of deleted ones. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** Keeps the ports in step with the table of endpoints. */
export function createEndpointPorts({ endpoints }: Ec2Tables): EndpointPorts {
  const ports = new Map<string, Listening>();
  let open: Open | undefined;
  let work = Promise.resolve();
  const update = async (): Promise<void> => {
    if (open === undefined) return;
    const wanted = new Set([...endpoints.range()].map(({ value }) => value.id));
    for (const [id, port] of [...ports]) {
      if (wanted.has(id)) continue;
      ports.delete(id);
      await port.close();
    }
    for (const id of wanted) {
      if (!ports.has(id)) ports.set(id, await open(id));
    }
  };
  // One after the other, or two requests would open the same port twice.
  const refresh = (): Promise<void> => {
    work = work.then(update, update);
    return work;
  };
  return {
    portOf: (endpoint) => ports.get(endpoint)?.port,
    listen(how) {
      open = how;
      return refresh();
    },
    refresh,
    async close() {
      open = undefined;
      await work;
      for (const port of ports.values()) await port.close();
      ports.clear();
    },
  };
}
