/** The records of a CSV as RFC 4180 has it, in constant memory; a quoted value may hold line ends. */
export async function* csvRecords(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<readonly string[], void, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  let open = "";
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const text = open + line;
      open = endsInQuotes(text) ? `${text}\n` : "";
      if (open === "") yield* recordOf(text);
    }
  }
  yield* recordOf(open + rest + decoder.decode());
}

function endsInQuotes(text: string): boolean {
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes++;
  return quotes % 2 === 1;
}

function* recordOf(text: string): Generator<readonly string[], void, undefined> {
  const line = text.endsWith("\r") ? text.slice(0, -1) : text;
  if (line === "") return;
  if (!line.includes('"')) {
    yield line.split(",");
    return;
  }
  const values: string[] = [];
  for (let at = 0; at <= line.length;) {
    const [value, end] = line[at] === '"' ? quotedAt(line, at) : bareAt(line, at);
    values.push(value);
    at = end + 1;
  }
  yield values;
}

function bareAt(line: string, at: number): readonly [value: string, end: number] {
  const comma = line.indexOf(",", at);
  const end = comma < 0 ? line.length : comma;
  return [line.slice(at, end), end];
}

function quotedAt(line: string, at: number): readonly [value: string, end: number] {
  let end = line.indexOf('"', at + 1);
  while (end >= 0 && line[end + 1] === '"') end = line.indexOf('"', end + 2);
  const close = end < 0 ? line.length : end;
  const value = line.slice(at + 1, close).replaceAll('""', '"');
  return [value, bareAt(line, close)[1]];
}
