/** A block of Terraform's language: its words, its attributes, the blocks in it. */
export interface HclBlock {
  readonly words: readonly string[];
  readonly attributes: Readonly<Record<string, HclValue>>;
  readonly blocks: readonly HclBlock[];
}

/** A value; what is no literal stands as the text of the expression. */
type HclValue =
  | string
  | number
  | boolean
  | null
  | { readonly expression: string }
  | readonly HclValue[]
  | { readonly [key: string]: HclValue };

/**
 * Reads the part of Terraform's language that literals, blocks, traversals and calls make up (HCL Native
 * Syntax Specification); throws at anything else, templates in strings too.
 */
export function readHcl(text: string): readonly HclBlock[] {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = (): string => tokens[at] ?? "";
  const take = (wanted?: string): string => {
    const token = tokens[at];
    if (token === undefined || (wanted !== undefined && token !== wanted)) {
      throw new Error(`expected ${wanted ?? "more"}, got ${JSON.stringify(token)} at ${at}`);
    }
    at += 1;
    return token;
  };
  const skipLines = (): void => {
    while (peek() === "\n") take();
  };

  function body(end: string | undefined): Pick<HclBlock, "attributes" | "blocks"> {
    const attributes: Record<string, HclValue> = {};
    const blocks: HclBlock[] = [];
    skipLines();
    while (at < tokens.length && peek() !== end) {
      const name = take();
      if (!isName(name)) throw new Error(`no name: ${name}`);
      if (peek() === "=") {
        take("=");
        if (name in attributes) throw new Error(`${name} twice`);
        attributes[name] = value();
      } else {
        const words = [name];
        while (peek() !== "{") words.push(unquoted(take()));
        take("{");
        const inner = body("}");
        take("}");
        blocks.push({ words, ...inner });
      }
      if (at < tokens.length) take("\n");
      skipLines();
    }
    return { attributes, blocks };
  }

  function value(): HclValue {
    const token = take();
    if (token === "[") return list();
    if (token === "{") return object();
    if (token.startsWith('"')) return unquoted(token);
    if (/^-?\d/.test(token)) return Number(token);
    if (LITERALS.has(token)) return LITERALS.get(token) ?? null;
    if (!isName(token)) throw new Error(`no value: ${token}`);
    return token === "jsonencode" ? encoded() : traversal(token);
  }

  function encoded(): HclValue {
    take("(");
    const inner = value();
    take(")");
    return inner;
  }

  function traversal(start: string): HclValue {
    let expression = start;
    while ([".", "(", "["].includes(peek())) {
      expression += peek() === "." ? take() + take() : enclosed();
    }
    return { expression };
  }

  /** What stands in brackets, as it stands. */
  function enclosed(): string {
    let words = "";
    let depth = 0;
    do {
      const token = take();
      if (token === "(" || token === "[") depth += 1;
      if (token === ")" || token === "]") depth -= 1;
      words += token === "," ? ", " : token;
    } while (depth > 0);
    return words;
  }

  function list(): readonly HclValue[] {
    const items: HclValue[] = [];
    skipLines();
    while (peek() !== "]") {
      items.push(value());
      skipLines();
      if (peek() !== "]") take(",");
      skipLines();
    }
    take("]");
    return items;
  }

  function object(): HclValue {
    const entries: [string, HclValue][] = [];
    skipLines();
    while (peek() !== "}") {
      const key = unquoted(take());
      take("=");
      entries.push([key, value()]);
      if (peek() !== "}") take("\n");
      skipLines();
    }
    take("}");
    return Object.fromEntries(entries);
  }

  return body(undefined).blocks;
}

const LITERALS: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

const TOKEN =
  /#[^\n]*|[ \t]+|\n|"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_][\w-]*|[=[\](){}.,]/y;

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const [token] = TOKEN.exec(text) ?? [];
    if (token === undefined)
      throw new Error(`cannot read ${JSON.stringify(text.slice(at, at + 40))}`);
    at += token.length;
    if (!token.startsWith("#") && !/^[ \t]/.test(token)) tokens.push(token);
  }
  return tokens;
}

function isName(token: string): boolean {
  return /^[A-Za-z_]/.test(token);
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  '"': '"',
  "\\": "\\",
};

/** The text of a quoted token; HCL has five escapes of one letter, and `$${` and `%%{` for what begins no template. */
function unquoted(token: string): string {
  if (isName(token)) return token;
  const inner = /^"(.*)"$/s.exec(token)?.[1];
  if (inner === undefined) throw new Error(`no string: ${token}`);
  return inner.replaceAll(/\\u[0-9a-fA-F]{4}|\\.|\$\$(?=\{)|%%(?=\{)|[$%]\{/gs, (part) => {
    if (part.startsWith("\\u")) return String.fromCharCode(parseInt(part.slice(2), 16));
    const plain = part === "$$" || part === "%%" ? part[0] : ESCAPES[part.slice(1)];
    if (plain === undefined || part.endsWith("{")) throw new Error(`no such escape: ${part}`);
    return plain;
  });
}
