import { parentPort } from "node:worker_threads";
import { FarPools } from "./far-pools.ts";
import type { Order } from "./messages.ts";

// The whole of a thread: it carries requests for the thread that started it.
const pools = new FarPools((outcomes, handedOver) => {
  parentPort?.postMessage(outcomes, handedOver);
});
parentPort?.on("message", (orders: readonly Order[]) => {
  pools.obey(orders);
});
