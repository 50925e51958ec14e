/** What cuts of one kind cost in pages that are of no use, by what those before have cost. */
export class CutPrice {
  readonly #first: { readonly pages: number; readonly cuts: number };
  #cuts = 0;
  #paid = 0;

  /** As if so many cuts had cost so many pages, as long as few have been made. */
  constructor(first: { readonly pages: number; readonly cuts: number }) {
    this.#first = first;
  }

  /** What all have cost. */
  get paid(): number {
    return this.#paid;
  }

  /** What the next seems to cost. */
  get each(): number {
    return (this.#first.pages + this.#paid) / (this.#first.cuts + this.#cuts);
  }

  pay(pages: number): void {
    this.#paid += pages;
    this.#cuts++;
  }
}
