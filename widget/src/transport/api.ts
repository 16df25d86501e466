import type { Problem, StoredEvent } from "../reply";

/** A request that the server refused; `line` is what the customer may read. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly line: string | null,
    /** Seconds to wait before another try, null when the server named none. */
    readonly retryAfter: number | null,
    /** An answer that came with the refusal, for someone who needs help now. */
    readonly events: StoredEvent[],
  ) {
    super(`${status} ${code}`);
  }

  /** Whether the same request may succeed later. */
  get passes(): boolean {
    return this.status === 429 || this.status >= 500;
  }
}

export interface Request {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

async function refusal(response: Response): Promise<ApiError> {
  const seconds = Number(response.headers.get("Retry-After") ?? NaN);
  let problem: Partial<Problem> = {};
  try {
    problem = (await response.json()) as Partial<Problem>;
  } catch {
    // A proxy's own page: only the status says something.
  }
  return new ApiError(
    response.status,
    problem.error?.code ?? "",
    problem.error?.message ?? null,
    Number.isFinite(seconds) ? seconds : null,
    problem.events ?? [],
  );
}

/** Speaks HTTP with the chat's server. The token never stands in an address. */
export class Api {
  token: string | null = null;

  constructor(
    private readonly server: string,
    readonly mode: "cookie" | "bearer",
  ) {}

  /** Raises ApiError when the server refuses, TypeError when it can't be reached. */
  async call(method: string, path: string, request: Request = {}): Promise<Response> {
    const headers: Record<string, string> = { ...request.headers };
    if (request.body !== undefined) headers["Content-Type"] = "application/json";
    if (this.token) headers["Authorization"] = `Bearer ${this.token}`;
    const response = await fetch(`${this.server}/chat/v1${path}`, {
      method,
      headers,
      body: request.body === undefined ? null : JSON.stringify(request.body),
      credentials: this.mode === "cookie" ? "include" : "omit",
      cache: "no-store",
      signal: request.signal ?? null,
    });
    if (!response.ok) throw await refusal(response);
    return response;
  }
}
