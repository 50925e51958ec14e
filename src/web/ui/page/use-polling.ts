import { useEffect, useRef } from "preact/hooks";

/** Reads again and again as long as somebody looks at the page. */
export function usePolling(everyMs: number, read: (signal: AbortSignal) => Promise<void>): void {
  const latest = useRef(read);
  latest.current = read;
  useEffect(() => {
    const ended = new AbortController();
    const look = async (): Promise<void> => {
      if (!document.hidden) await latest.current(ended.signal);
      if (!ended.signal.aborted) timer = setTimeout(() => void look(), everyMs);
    };
    let timer = setTimeout(() => void look(), 0);
    return () => {
      ended.abort();
      clearTimeout(timer);
    };
  }, [everyMs]);
}
