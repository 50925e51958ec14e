export { openWorld } from "./open-world.ts";
export { type PageServer, servePage } from "./serve-page.ts";
