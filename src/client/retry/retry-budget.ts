/** As in the AWS SDKs' standard mode (AWS SDKs and Tools Reference Guide, Retry behavior). */
const MOST = 500;
const PRICE = 5;

/** What a host may cost in repeated requests: a service that only fails is not asked again and again. */
export class RetryBudget {
  #left = MOST;

  /** Pays for one more attempt, if there is something left. */
  spend(): boolean {
    if (this.#left < PRICE) return false;
    this.#left -= PRICE;
    return true;
  }

  /** Something was answered. */
  earn(): void {
    this.#left = Math.min(MOST, this.#left + 1);
  }
}
