const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** Waiting times that double from 1 s to 30 s, a quarter shorter or longer by chance. */
export class Backoff {
  private tries = 0;

  constructor(private readonly chance: () => number = Math.random) {}

  next(): number {
    const base = Math.min(FIRST_MS * 2 ** this.tries, LONGEST_MS);
    this.tries += 1;
    return Math.round(base * (0.75 + this.chance() / 2));
  }

  reset(): void {
    this.tries = 0;
  }
}
