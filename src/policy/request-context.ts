/** Values of one condition key in a request, or `unknown` where only AWS can tell. */
export type ContextValue = readonly string[] | "unknown";

/** Condition keys of a request, names in lower case; a key that is not there is absent. */
export type RequestContext = ReadonlyMap<string, ContextValue>;
