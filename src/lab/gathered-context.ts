import type { ContextValue, RequestContext } from "../policy/index.ts";

/** Finds the values of one key, if need be among all. */
type Find = (key: string, context: GatheredContext) => ContextValue | undefined;

/**
 * Condition keys that are found one by one: most policies ask for few of them, and to gather all would take
 * longer than to decide. Who wants to see them all has them gathered.
 */
export class GatheredContext implements RequestContext {
  readonly #gather: () => RequestContext;
  readonly #find: Find;
  #all: RequestContext | undefined;

  /** Both must say the same of every key. */
  constructor(gather: () => RequestContext, find: Find) {
    this.#gather = gather;
    this.#find = find;
  }

  get(key: string): ContextValue | undefined {
    return this.#all === undefined ? this.#find(key, this) : this.#all.get(key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  /** Gathers them, the first time. */
  all(): RequestContext {
    return (this.#all ??= this.#gather());
  }

  get size(): number {
    return this.all().size;
  }

  keys(): MapIterator<string> {
    return this.all().keys();
  }

  values(): MapIterator<ContextValue> {
    return this.all().values();
  }

  entries(): MapIterator<[string, ContextValue]> {
    return this.all().entries();
  }

  [Symbol.iterator](): MapIterator<[string, ContextValue]> {
    return this.all().entries();
  }

  forEach(
    visit: (value: ContextValue, key: string, map: RequestContext) => void,
    thisArgument?: unknown,
  ): void {
    this.all().forEach(visit, thisArgument);
  }
}
