import { expect, it } from "vitest";
import { SseParser } from "../src/transport/sse";

const STREAM = 'retry: 1000\n\n: \n\nid: 1\nevent: user\ndata: {"a":"é"}\n\ndata: een\r\ndata: twee\r\n\r\n';
const FRAMES = [{ id: "1", data: '{"a":"é"}' }, { id: null, data: "een\ntwee" }];

it("reads the same frames wherever the network cuts the stream", () => {
  for (let size = 1; size <= STREAM.length; size += 1) {
    const parser = new SseParser();
    const frames = [];
    for (let at = 0; at < STREAM.length; at += size) frames.push(...parser.push(STREAM.slice(at, at + size)));
    expect(frames).toEqual(FRAMES);
  }
});

it("keeps a frame that isn't whole yet", () => {
  const parser = new SseParser();
  expect(parser.push("data: half")).toEqual([]);
  expect(parser.push("\n\n")).toEqual([{ id: null, data: "half" }]);
});
