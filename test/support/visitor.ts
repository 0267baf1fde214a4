// A visitor from outside: a cookie jar, JSON requests, and raw or honest sockets with that cookie. Used
// by the tests of access, which see the server as a stranger does.

import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import type { DocSummary, Me, Sharing } from "../../lib/api.ts";
import type { LinkRole } from "../../lib/policy.ts";
import { SUBPROTOCOL } from "../../lib/protocol.ts";
import { connect, type Raw } from "./raw.ts";
import { type Running, synced, type Writer } from "./server.ts";

export interface Reply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads answers as they come
  readonly json: any;
  readonly headers: Headers;
}

/** Where the server is: one of the test's own process, or a stack. */
type Address = Pick<Running, "http" | "url">;

export class Visitor {
  private readonly running: Address;
  private readonly headers: Record<string, string>;
  cookie = "";

  constructor(running: Address, headers: Record<string, string> = {}) {
    this.running = running;
    this.headers = headers;
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const response = await fetch(`${this.running.http}${path}`, {
      method,
      redirect: "manual",
      headers: {
        ...(this.cookie === "" ? {} : { cookie: this.cookie }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...this.headers,
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const set = response.headers.get("set-cookie");
    if (set !== null) this.cookie = set.split(";", 1)[0] ?? "";
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    return { status: response.status, json: isJson ? JSON.parse(text) : text, headers: response.headers };
  }

  get = (path: string) => this.ask("GET", path);
  post = (path: string, body: unknown = {}) => this.ask("POST", path, body);

  async create(): Promise<DocSummary> {
    return (await this.post("/api/docs")).json.doc;
  }

  async me(): Promise<Me> {
    return (await this.get("/api/me")).json.me;
  }

  async sharing(doc: string): Promise<Sharing> {
    return (await this.get(`/api/docs/${doc}/sharing`)).json.sharing;
  }

  /** Makes a link; returns its id and secret. */
  async link(doc: string, role: LinkRole, more: object = {}): Promise<{ id: string; secret: string }> {
    return (await this.post(`/api/docs/${doc}/sharing/add-link`, { role, ...more })).json.link;
  }

  open = (secret: string, password?: string) => this.post("/api/links/open", { secret, password });

  raw(room: string, headers: Record<string, string> = {}): Promise<Raw> {
    return connect(this.running.url, room, [SUBPROTOCOL], {
      headers: { cookie: this.cookie, ...this.headers, ...headers },
    });
  }

  /** The close code with which the door turns this visitor away, and whether any content came before it. */
  async refusal(room: string): Promise<{ code: number; bytes: number }> {
    const { cookie, running, headers } = this;
    const socket = new WebSocket(`${running.url}/${room}`, [SUBPROTOCOL], {
      headers: { cookie, ...headers },
    });
    let bytes = 0;
    socket.on("message", (data: Buffer) => {
      bytes += data.length;
    });
    socket.on("error", () => {});
    return new Promise((resolve) => socket.once("close", (code) => resolve({ code, bytes })));
  }

  /** The close code of the door, or "open". */
  async refusalOrOpen(room: string): Promise<number | "open"> {
    const { cookie, running, headers } = this;
    const socket = new WebSocket(`${running.url}/${room}`, [SUBPROTOCOL], {
      headers: { cookie, ...headers },
    });
    socket.on("error", () => {});
    return new Promise((resolve) => {
      // The first word of a room that lets somebody in.
      socket.once("message", () => {
        resolve("open");
        socket.terminate();
      });
      socket.once("close", resolve);
    });
  }

  async write(room: string): Promise<Writer> {
    const { cookie } = this;
    class WithCookie extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { headers: { cookie } });
      }
    }
    const doc = new Y.Doc();
    const provider = new WebsocketProvider(this.running.url, room, doc, {
      disableBc: true,
      WebSocketPolyfill: WithCookie as unknown as typeof globalThis.WebSocket,
    });
    await synced(provider);
    return {
      doc,
      provider,
      text: doc.getText("t"),
      leave() {
        provider.destroy();
        doc.destroy();
      },
    };
  }
}
