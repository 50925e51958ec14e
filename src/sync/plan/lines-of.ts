/** Lines that end in a newline alone: readline of newer Node also ends them at U+2028, which keys may hold. */
export async function* linesOf(
  pieces: AsyncIterable<unknown>,
): AsyncGenerator<string, void, undefined> {
  let rest = "";
  for await (const piece of pieces) {
    const lines = (rest + String(piece)).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
