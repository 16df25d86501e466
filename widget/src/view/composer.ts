import { fill, type Strings } from "../strings";
import { element } from "./dom";
import { icon } from "./icons";

/** Show the count when so much of the allowed length is used. */
const NEAR_LIMIT = 0.9;

/** Where the customer types. What is typed outlives a reload until it is sent. */
export class Composer {
  readonly element: HTMLFormElement;
  readonly input: HTMLTextAreaElement;
  private readonly count = element("p", { class: "count", id: "assistant-chat-count", role: "status" });
  private limit = Infinity;

  constructor(
    private readonly strings: Strings,
    draft: string,
    private readonly changed: (draft: string) => void,
    private readonly send: (text: string) => void,
  ) {
    this.input = element("textarea", {
      rows: "1", "aria-label": strings.input, placeholder: strings.placeholder, enterkeyhint: "send", autocomplete: "off",
      "aria-describedby": this.count.id,
    });
    this.element = element(
      "form",
      { class: "composer" },
      this.count,
      this.input,
      element("button", { type: "submit", class: "send", "aria-label": strings.send }, icon("send")),
    );
    this.input.value = draft;
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
  }

  maxCharacters(limit: number): void {
    this.limit = limit;
    this.typed();
  }

  /** Give a text back that could not be sent, unless something else was typed meanwhile. */
  giveBack(text: string): void {
    if (this.input.value.trim() === "") {
      this.input.value = text;
      this.typed();
    }
  }

  private submit(): void {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.typed();
    this.send(text);
    this.input.focus();
  }

  private typed(): void {
    const { input } = this;
    this.changed(input.value);
    const { length } = input.value;
    this.count.textContent = length > this.limit * NEAR_LIMIT
      ? fill(this.strings.count, { count: length, max: this.limit }) + (length > this.limit ? ` ${this.strings.tooLong}` : "")
      : "";
    // Grow with the text: a style set by script is no inline style to a content security policy.
    input.style.height = "auto";
    if (input.scrollHeight) input.style.height = `${input.scrollHeight + 2}px`;
  }
}
