import type { Session as Began, Settings, Welcome } from "../reply";
import { type Api } from "../transport/api";
import { randomId } from "./identifier";
import type { Keep } from "./keep";
import { alone } from "./lock";

export interface Session {
  /** Our own name for it: tells tabs whether they show the same conversation. */
  name: string;
  token: string | null;
  settings: Settings;
  welcome: Welcome;
  /** Why it began: tells other tabs whether to keep what they show. */
  after: "nothing" | "expiry" | "restart";
}

/** The conversation that all tabs of a shop share. */
export class Sessions {
  current: Session | null = null;

  constructor(
    private readonly api: Api,
    private readonly keep: Keep,
  ) {}

  /** The session of another page or tab, null when there is none. */
  stored(): Session | null {
    return this.keep.read<Session>("session");
  }

  /** Take over what another page or tab began or ended. */
  adopt(session: Session | null): void {
    this.current = session;
    this.api.token = session?.token ?? null;
  }

  /** Go on with the stored session, or begin one. */
  async ensure(): Promise<Session> {
    return this.current ?? this.begin("nothing", null);
  }

  /** Begin another session, unless another tab did so since `old`. */
  async begin(after: Session["after"], old: Session | null): Promise<Session> {
    return alone(this.keep.key("session"), async () => {
      const stored = this.stored();
      if (stored && stored.name !== old?.name) {
        this.adopt(stored);
        return stored;
      }
      this.api.token = null;
      const response = await this.api.call("POST", "/session", { body: { mode: this.api.mode } });
      const body = (await response.json()) as Began;
      const session: Session = {
        name: randomId(),
        token: body.token,
        settings: body.settings,
        welcome: body.welcome,
        after,
      };
      this.adopt(session);
      this.keep.write("session", session);
      return session;
    });
  }

  /** Take the session away from other tabs and pages. */
  hide(): void {
    this.keep.write("session", null);
  }

  /** Give it back to them. */
  unhide(): void {
    this.keep.write("session", this.current);
  }
}
