// The order of lists that a home page shows: what one has starred stands first, the trash has what came last
// on top.

import { afterEach, beforeEach, expect, it } from "vitest";
import { type Running, startServer } from "../support/server.ts";
import { Visitor } from "../support/visitor.ts";

let running: Running;
let ada: Visitor;

beforeEach(async () => {
  running = await startServer({ access: "links" });
  ada = new Visitor(running);
  await ada.me();
});

afterEach(async () => {
  await running.server.close();
});

async function named(title: string): Promise<string> {
  const { id } = await ada.create();
  await ada.post(`/api/docs/${id}/document/rename`, { title });
  return id;
}

const titles = async (query: string) =>
  (await ada.get(`/api/docs?${query}`)).json.docs.map(({ title }: { title: string }) => title);

it("puts starred ones before all pages, in every order, but not in the trash", async () => {
  const ids = [];
  for (const title of ["c", "a", "b", "d"]) ids.push(await named(title));
  await ada.post(`/api/docs/${ids[3]}/document/star`);
  expect(await titles("order=title")).toEqual(["d", "a", "b", "c"]);
  expect(await titles("order=title&limit=1")).toEqual(["d"]);
  expect((await titles("view=mine"))[0]).toBe("d");
  for (const id of ids) await ada.post(`/api/docs/${id}/document/trash`);
  expect(await titles("view=trash&order=title")).toEqual(["a", "b", "c", "d"]);
});

it("has in the trash what came there last on top", async () => {
  const ids = [];
  for (const title of ["first", "second", "third"]) ids.push(await named(title));
  for (const at of [1, 2, 0]) {
    await ada.post(`/api/docs/${ids[at]}/document/trash`);
    const { trashedAt } = (await ada.get(`/api/docs/${ids[at]}`)).json.doc;
    // The next one comes in another millisecond.
    while (Date.now() <= trashedAt) await ada.me();
  }
  expect(await titles("view=trash")).toEqual(["first", "third", "second"]);
});
