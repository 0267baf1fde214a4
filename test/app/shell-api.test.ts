// The browser's end of the HTTP contract: what it asks, and how each kind of failure is told.

import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError, createDoc, fetchDoc, fetchDocs } from "../../app/_client/api.ts";
import { type DocId, parseDocId } from "../../lib/names.ts";

function id(n: number): DocId {
  const parsed = parseDocId(`abcdefghijklmnopq${String(n).padStart(4, "0")}`);
  if (parsed === undefined) throw new Error("not an id");
  return parsed;
}
const doc = (n: number) => ({
  id: id(n),
  title: "T",
  excerpt: "",
  words: 1,
  createdAt: 1,
  editedAt: 2,
  people: [{ name: " Mina ", hue: 40 }, { name: "" }, null],
});
const answer = (body: unknown, status = 200) =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
const server = (reply: (path: string, init: RequestInit) => Response | Promise<Response>) => {
  const asked = vi.fn(async (path: string, init: RequestInit) => reply(path, init));
  vi.stubGlobal("fetch", asked);
  return asked;
};
const failure = async (work: Promise<unknown>): Promise<ApiError> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("it did not fail");
};

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("asking", () => {
  it("makes a document with a body that no foreign form can send", async () => {
    const asked = server(() => answer({ doc: doc(1) }));
    const made = await createDoc();
    expect(made.id).toBe(id(1));
    expect(made.people).toEqual([{ name: "Mina", hue: 1 }]);
    expect(made).toMatchObject({ role: "none", locked: false, starred: false, trashedAt: undefined });
    expect(asked.mock.calls[0]?.[0]).toBe("/api/docs");
    expect(asked.mock.calls[0]?.[1]).toMatchObject({
      method: "POST",
      headers: { "content-type": "application/json" },
    });
  });

  it("asks about many documents in as many requests as the contract needs", async () => {
    const asked = server((path) => {
      const ids = new URL(path, "http://x").searchParams.get("ids")?.split(",") ?? [];
      return answer({ docs: ids.map((one) => ({ ...doc(1), id: one })) });
    });
    const ids = Array.from({ length: 150 }, (_, n) => id(n));
    expect((await fetchDocs(ids)).map((one) => one.id)).toEqual(ids);
    expect(asked).toHaveBeenCalledTimes(2);
    expect(await fetchDocs([])).toEqual([]);
    expect(asked).toHaveBeenCalledTimes(2);
  });
});

describe("a failure", () => {
  it("of the server carries its code and its sentence", async () => {
    server(() => answer({ code: "doc/not-found", message: "This document is gone." }, 404));
    const error = await failure(fetchDoc(id(1)));
    expect(error).toMatchObject({ code: "doc/not-found", message: "This document is gone.", status: 404 });
    expect(error.offline).toBe(false);
  });

  it("of the network is another thing", async () => {
    server(() => Promise.reject(new TypeError("Failed to fetch")));
    const error = await failure(createDoc());
    expect(error).toMatchObject({ code: "unreachable", status: undefined, offline: true });
  });

  it("of a proxy without its server counts as the network", async () => {
    server(() => answer("<html>502 Bad Gateway</html>", 502));
    expect((await failure(createDoc())).offline).toBe(true);
  });

  it("to understand the answer is said as such", async () => {
    for (const body of ["<html>hotel wi-fi</html>", {}, { doc: { id: "x" } }, "null"]) {
      server(() => answer(body));
      expect((await failure(createDoc())).code).toBe("unreadable");
    }
    server(() => answer("<html>", 500));
    expect(await failure(fetchDocs([id(1)]))).toMatchObject({ code: "unreadable", status: 500 });
  });

  it("of patience is told too, and a caller who hung up is not bothered", async () => {
    const hang = (_: string, init: RequestInit) =>
      new Promise<Response>((_resolve, reject) => {
        init.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      });
    server(hang);
    const limit = AbortSignal.abort(new DOMException("late", "TimeoutError"));
    vi.spyOn(AbortSignal, "timeout").mockReturnValueOnce(limit);
    server((_path, init) => Promise.reject(init.signal?.reason));
    expect(await failure(createDoc())).toMatchObject({ code: "slow", offline: true });

    server(hang);
    const caller = new AbortController();
    const work = createDoc(caller.signal);
    caller.abort();
    await expect(work).rejects.not.toBeInstanceOf(ApiError);
  });
});
