import { expect, it } from "vitest";
import type { Export } from "../src/reply";
import { DUTCH } from "../src/strings";
import { transcript } from "../src/view/transcript";

const at = "2026-01-02T09:00:00+00:00";
const CONTENT: Export = {
  exported_at: at,
  events: [
    { id: 1, at, in_reply_to: "a", type: "user", text: "mag het samen?" },
    {
      id: 2, at, in_reply_to: "a", type: "message", kind: "referral", topics: [], text: "Vraag het **eerst**.\n\nAltijd.", buttons: [],
      links: [
        { title: "Bron: artikel", url: "/artikel#deel-2", role: "source" },
        { title: "Bel 112", url: "tel:112", role: "phone" },
      ],
    },
    { id: 3, at, in_reply_to: null, type: "feedback", event: 2, thumb: "up" },
    { id: 4, at, in_reply_to: null, type: "handover", status: "taken_over", name: "Sanne", text: "Sanne neemt het over." },
    { id: 5, at, in_reply_to: null, type: "message", kind: "handover", topics: [], text: "Dag!", buttons: [], links: [], from: "Sanne" },
  ],
  stored: { web_feedback: [{ value: "up" }] },
};

it("tells who said what, to be read by anyone, and ends with all that is stored", () => {
  const text = transcript(CONTENT, "Noor", "https://chat.example", DUTCH).replace(/2 januari 2026 om \d\d:\d\d/g, "TOEN");
  expect(text).toBe(`Gesprek met Noor

Gedownload op TOEN

TOEN · U
mag het samen?

TOEN · Noor
Vraag het eerst.

Altijd.
Bron: artikel: https://chat.example/artikel#deel-2
Bel 112

TOEN
Sanne neemt het over.

TOEN · Sanne
Dag!

${DUTCH.downloadRest}
{
  "web_feedback": [
    {
      "value": "up"
    }
  ]
}`);
});
