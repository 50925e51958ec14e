/** Tells each fault of Redis once; one of the connection, or of a Redis that is starting, passes by itself. */
export function toldOnce(tell: (error: Error) => void): (error: Error) => void {
  const told = new Set<string>();
  return (error) => {
    const { name, message } = error;
    if (name !== "ReplyError" || /^(LOADING|TRYAGAIN)\b/.test(message) || told.has(message)) return;
    told.add(message);
    tell(error);
  };
}
