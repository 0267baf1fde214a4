// @vitest-environment jsdom
// The hooks in a real React under StrictMode, in a browser that has no IndexedDB (jsdom has none).

import { act, createElement, StrictMode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Body, BodyView } from "../../app/_client/body.ts";
import {
  SHOW_UNSAVED_AFTER_MS,
  useBody,
  useBodyView,
  useCalmSave,
  useContent,
  useLeaveGuard,
  useUnsaved,
} from "../../app/_client/hooks.ts";
import { breath, StandIn, write } from "./support.ts";

let server: StandIn;
let root: Root;
let body: Body | undefined;
let view: BodyView;
let unsaved = false;
/** Every render: which room was asked for, which document came. */
let shown: { room: string; body: Body | undefined }[] = [];

function Page({ room }: { room: string }) {
  body = useBody(room);
  shown.push({ room, body });
  view = useBodyView(body);
  unsaved = useUnsaved(body);
  useLeaveGuard(body);
  return null;
}

async function settle(ms = 0): Promise<void> {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
    do await breath();
    while (server.run());
    await vi.advanceTimersByTimeAsync(20);
    while (server.run());
  });
}
const render = async (room: string) => {
  await act(async () => root.render(createElement(StrictMode, null, createElement(Page, { room }))));
  await settle(1);
  await settle();
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  server = new StandIn();
  shown = [];
  vi.stubGlobal("WebSocket", server.Socket);
  root = createRoot(document.createElement("div"));
});
afterEach(async () => {
  await act(async () => root.unmount());
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("useBody", () => {
  it("opens one document and one socket under StrictMode, and takes it down with the page", async () => {
    await render("one");
    expect(server.attempts).toBe(1);
    expect(view).toMatchObject({ content: "synced", save: { state: "saved" }, kept: false });
    expect(server.connections[0]?.socket.url).toBe(`ws://${location.host}/sync/one`);
    await act(async () => root.unmount());
    while (server.run());
    expect(server.connections).toHaveLength(0);
  });

  it("never shows one document under the name of another", async () => {
    await render("one");
    const first = body;
    await render("two");
    expect(body).toBeDefined();
    expect(shown.filter((one) => one.room === "two").map((one) => one.body)).not.toContain(first);
    expect(server.connections.at(-1)?.socket.url).toContain("/sync/two");
  });
});

describe("what is saved", () => {
  it("is a dot only after a moment, and a question before leaving at once", async () => {
    await render("one");
    server.confirms = false;
    const leave = () => {
      const event = new Event("beforeunload", { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(leave()).toBe(false);
    await act(async () => {
      if (body !== undefined) write(body, "a");
      // Before any render.
      expect(leave()).toBe(true);
    });
    expect(unsaved).toBe(false);
    await settle(SHOW_UNSAVED_AFTER_MS);
    expect(unsaved).toBe(true);
    server.save();
    await settle();
    expect(unsaved).toBe(false);
    expect(leave()).toBe(false);
  });

  it("is told to a panel with every key, and draws nothing of the page around the text", async () => {
    const states: string[] = [];
    let renders = 0;
    let calm = "";
    function Panel() {
      states.push(useBodyView(body).save.state);
      return null;
    }
    function Around() {
      renders++;
      calm = useCalmSave(body).state;
      return createElement("p", null, `${useContent(body)} ${useUnsaved(body)}`);
    }
    await render("one");
    const other = createRoot(document.createElement("div"));
    await act(async () =>
      other.render([createElement(Panel, { key: 1 }), createElement(Around, { key: 2 })]),
    );
    const before = renders;
    for (const letter of "two") {
      await act(async () => {
        if (body !== undefined) write(body, letter);
      });
      expect(states.at(-1)).toBe("saving");
      await settle(50);
      expect(states.at(-1)).toBe("saved");
    }
    expect([renders, calm]).toEqual([before, "saved"]);
    await act(async () => other.unmount());
  });
});
