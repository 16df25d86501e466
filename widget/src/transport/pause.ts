/** Waiting that can be cut short: by `wake` (goes on at once) or by the signal (for good). */
export class Pause {
  private end: (() => void) | null = null;

  wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", finish);
        this.end = null;
        resolve();
      };
      const timer = setTimeout(finish, milliseconds);
      signal?.addEventListener("abort", finish);
      this.end = finish;
      if (signal?.aborted) finish();
    });
  }

  wake(): void {
    this.end?.();
  }
}
