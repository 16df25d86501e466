// Writes src/reply.ts: the types of what the server sends, from the schema that it checks by.
import { readFileSync, writeFileSync } from "node:fs";
import { compile } from "json-schema-to-typescript";

const { $defs } = JSON.parse(readFileSync("../assistant/channels/web/schema/reply.json", "utf8"));
const properties = Object.fromEntries(
  Object.keys($defs).map((name) => [name, { $ref: `#/$defs/${name}` }]),
);
const types = await compile(
  { $defs, type: "object", properties, additionalProperties: false },
  "Definitions",
  { bannerComment: "/* Made from assistant/channels/web/schema/reply.json by `npm run types`. */" },
);
writeFileSync("src/reply.ts", types);
