/** As much of a terminal's input as this takes. */
interface KeyInput {
  setRawMode(isRaw: boolean): unknown;
  on(event: "data", read: (bytes: Buffer) => void): unknown;
  off(event: "data", read: (bytes: Buffer) => void): unknown;
  pause(): unknown;
}

const CTRL_C = "\u0003";
const CTRL_Z = "\u001a";

/**
 * Calls for every key pressed, until the function that it returns is called. A terminal that gives keys one by one sends
 * no signals, so Ctrl-C and Ctrl-Z are sent from here.
 */
export function listenToKeys(
  input: KeyInput,
  kill: (signal: "SIGINT" | "SIGTSTP") => void,
  hasTerminal: () => boolean,
): (onKey: (key: string) => void) => () => void {
  return (onKey) => {
    // A terminal stops whatever changes it from the background (`sync … &`, Ctrl-Z and `bg`).
    const listenAgain = (): void => {
      if (hasTerminal()) input.setRawMode(true);
    };
    const read = (bytes: Buffer): void => {
      for (const key of bytes.toString("utf8")) {
        if (key === CTRL_C) kill("SIGINT");
        else if (key === CTRL_Z) {
          input.setRawMode(false);
          process.once("SIGCONT", listenAgain);
          kill("SIGTSTP");
        } else onKey(key);
      }
    };
    if (!hasTerminal()) return () => undefined;
    input.setRawMode(true);
    input.on("data", read);
    return () => {
      process.off("SIGCONT", listenAgain);
      input.off("data", read);
      if (hasTerminal()) input.setRawMode(false);
      input.pause();
    };
  };
}
