import { useEffect, useState } from "preact/hooks";
import type { PageTools } from "../view/page-tools.ts";

/** What `tools.js` leaves behind; the build of the page made it. */
interface LoadedTools {
  readonly sluiceTools?: { readonly pageTools: PageTools };
}

/** The page's tools, once they are loaded: after the page, which stands without them. */
export function useTools(): PageTools | undefined {
  const [tools, setTools] = useState<PageTools>();
  useEffect(() => {
    const script = document.createElement("script");
    script.src = "tools.js";
    script.addEventListener("load", () => {
      setTools((globalThis as LoadedTools).sluiceTools?.pageTools);
    });
    document.head.append(script);
    return () => {
      script.remove();
    };
  }, []);
  return tools;
}
