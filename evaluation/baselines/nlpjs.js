// Baseline: nlp.js for Dutch. Usage: node nlpjs.js in.json out.json
const fs = require("fs");
const { containerBootstrap } = require("@nlpjs/core");
const { Nlp } = require("@nlpjs/nlp");
const { LangNl } = require("@nlpjs/lang-nl");

async function main(source, target) {
  const data = JSON.parse(fs.readFileSync(source, "utf8"));
  const container = await containerBootstrap();
  container.use(Nlp);
  container.use(LangNl);
  const nlp = container.get("nlp");
  nlp.settings.autoSave = false;
  nlp.settings.log = false;
  nlp.addLanguage("nl");
  for (const [topic, text] of data.train) nlp.addDocument("nl", text, topic);
  const started = process.hrtime.bigint();
  await nlp.train();
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const predictions = [];
  const milliseconds = [];
  for (const text of data.test) {
    const before = process.hrtime.bigint();
    const answer = await nlp.process("nl", text);
    milliseconds.push(Number(process.hrtime.bigint() - before) / 1e6);
    predictions.push([answer.intent, answer.score || 0]);
  }
  fs.writeFileSync(target, JSON.stringify({ predictions, train_seconds: seconds, milliseconds }));
}

main(process.argv[2], process.argv[3]);
