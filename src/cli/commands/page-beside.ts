import { UsageError } from "../../aws/index.ts";
import { type PageServer, servePage } from "../../web/index.ts";
import { BUILT_PAGE } from "../package-files.ts";

/** Where the page is unless another port is named: beside the lab's. */
export const PAGE_PORT = 4600;

/** Serves the page on a lab that was just started: on its usual port, or on a free one where that is taken. */
export async function servePageBeside(lab: string): Promise<PageServer> {
  try {
    return await servePage({ directory: BUILT_PAGE, port: PAGE_PORT, lab });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return servePage({ directory: BUILT_PAGE, port: 0, lab });
  }
}
