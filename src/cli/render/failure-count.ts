/** How many failures a run has had, and what made most of them. */
export class FailureCount {
  readonly #causes = new Map<string, number>();
  #all = 0;

  add(error: Error | undefined): void {
    this.#all++;
    const cause = causeOf(error);
    if (cause !== undefined) this.#causes.set(cause, (this.#causes.get(cause) ?? 0) + 1);
  }

  get all(): number {
    return this.#all;
  }

  /** The commonest cause that has a name; of two, the one that came first. */
  get commonest(): { readonly cause: string; readonly count: number } | undefined {
    let most: { cause: string; count: number } | undefined;
    for (const [cause, count] of this.#causes) {
      if (most === undefined || count > most.count) most = { cause, count };
    }
    return most;
  }
}

/** AWS, the system and the connection name their faults; the names are few, while messages name keys. */
function causeOf(error: Error | undefined): string | undefined {
  if (error === undefined || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
