// Iterates all rows of a query, some times over, and prints how much CPU each time took.
//
// node rows.mjs ORIGIN TIMES; one line of JSON.

import { Client, iteratePaginatedAPI } from "@notionhq/client";

const [baseUrl, times] = process.argv.slice(2);
const notion = new Client({ auth: "ntn_loopback", baseUrl });
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
};

const runs = [];
for (let run = 0; run < Number(times); run += 1) {
  const before = cpu();
  let rows = 0;
  let letters = 0;
  const query = { data_source_id: "00000008-0f5b-81aa-9d54-000100000001" };
  for await (const page of iteratePaginatedAPI(notion.dataSources.query, query)) {
    rows += 1;
    const title = page.properties.Name.title.map((run) => run.plain_text).join("");
    letters += Buffer.byteLength(title);
  }
  runs.push({ rows, letters, cpu_ms: cpu() - before });
}
console.log(JSON.stringify({ who: "@notionhq/client", runs, process_cpu_ms: cpu() }));
