/**
 * A place in a tree of texts: `whole` belongs to the text that ends here, `under` to every text that
 * begins with it.
 */
export interface RadixNode<T> {
  /** What the way from the parent spells. */
  edge: string;
  whole: T | undefined;
  under: T | undefined;
  /** By the first code unit of the child's edge. */
  children: Map<number, RadixNode<T>>;
}

/** A node with nothing beneath it; with an empty edge, an empty tree. */
export function emptyNode<T>(edge = ""): RadixNode<T> {
  return { edge, whole: undefined, under: undefined, children: new Map() };
}

/** The place of a text, made where it is missing. */
export function placeOf<T>(root: RadixNode<T>, text: string): RadixNode<T> {
  let node = root;
  let at = 0;
  while (at < text.length) {
    const next = node.children.get(text.charCodeAt(at));
    if (next === undefined) {
      const leaf = emptyNode<T>(text.slice(at));
      node.children.set(text.charCodeAt(at), leaf);
      return leaf;
    }
    const length = sharedLength(next.edge, text, at);
    if (length < next.edge.length) splitEdge(next, length);
    node = next;
    at += length;
  }
  return node;
}

/** The node on the way of a text that lies beneath another, which ends at `at`; a text takes few such steps. */
export function stepDown<T>(
  node: RadixNode<T>,
  text: string,
  at: number,
): RadixNode<T> | undefined {
  const next = node.children.get(text.charCodeAt(at));
  return next !== undefined && text.startsWith(next.edge, at) ? next : undefined;
}

function sharedLength(edge: string, text: string, at: number): number {
  let length = 1;
  while (length < edge.length && edge.charCodeAt(length) === text.charCodeAt(at + length)) length++;
  return length;
}

/** Leaves the first `length` units in the node and moves everything else beneath it. */
function splitEdge<T>(node: RadixNode<T>, length: number): void {
  const rest: RadixNode<T> = { ...node, edge: node.edge.slice(length) };
  node.edge = node.edge.slice(0, length);
  node.whole = undefined;
  node.under = undefined;
  node.children = new Map([[rest.edge.charCodeAt(0), rest]]);
}
