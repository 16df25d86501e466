/** Browser storage that may be missing or full: the chat then goes on without. */
export class Keep {
  constructor(
    private readonly storage: () => Storage,
    private readonly prefix: string,
  ) {}

  key(name: string): string {
    return `${this.prefix}:${name}`;
  }

  read<T>(name: string): T | null {
    try {
      return JSON.parse(this.storage().getItem(this.key(name)) ?? "null") as T | null;
    } catch {
      return null;
    }
  }

  write(name: string, value: unknown): void {
    try {
      if (value === null) this.storage().removeItem(this.key(name));
      else this.storage().setItem(this.key(name), JSON.stringify(value));
    } catch {
      // Private mode or a full disk.
    }
  }
}
