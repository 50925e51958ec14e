/** Reads an integer or a decimal; NaN, which no comparison holds for, when it is neither. */
export function readNumber(text: string): number {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
}

/** Reads a W3C ISO 8601 date or epoch seconds, as milliseconds; NaN when it is neither. */
export function readDate(text: string): number {
  if (/^\d{5,}$/.test(text)) return Number(text) * 1000;
  const w3c = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/;
  return w3c.test(text) ? Date.parse(text) : NaN;
}

/** Is the address inside the block? An address without `/n` is a block of one (R28). */
export function isInBlock(block: string, address: string): boolean {
  const [network = "", length] = block.split("/");
  const [networkBits, bits] = [bitsOf(network), bitsOf(address)];
  if (networkBits === undefined || networkBits.length !== bits?.length) return false;
  return bits.startsWith(networkBits.slice(0, length === undefined ? undefined : Number(length)));
}

/** An address as 32 or 128 digits of 0 and 1. */
function bitsOf(address: string): string | undefined {
  if (/^\d+(\.\d+){3}$/.test(address)) return binary(address.split(".").map(Number), 8);
  if (!/^[0-9a-f:]+$/i.test(address)) return undefined;
  const [head = "", tail] = address.split("::");
  const [before, after] = [hexGroups(head), hexGroups(tail ?? "")];
  const zeros =
    tail === undefined ? [] : new Array<number>(8 - before.length - after.length).fill(0);
  return binary([...before, ...zeros, ...after], 16);
}

function hexGroups(text: string): readonly number[] {
  return text === "" ? [] : text.split(":").map((group) => parseInt(group, 16));
}

function binary(numbers: readonly number[], width: number): string {
  return numbers.map((n) => n.toString(2).padStart(width, "0")).join("");
}

export function isSameBytes(base64: string, otherBase64: string): boolean {
  return Buffer.from(base64, "base64").equals(Buffer.from(otherBase64, "base64"));
}
