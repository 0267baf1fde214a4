// A world of editors on one document with a slow, unfair network between them, driven by a seed. Used by
// the property tests (60 seeds) and by `npm run fuzz:editor` (as many as wanted). Checks after every
// operation and at the end; a failure names its seed.

import type { Node, Schema } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import { tableEditing } from "@tiptap/pm/tables";
import * as Y from "yjs";
import { brokenInvariants } from "../../app/_editor/binding/check.ts";
import { project } from "../../app/_editor/binding/project.ts";
import { shapeOf } from "../../app/_editor/binding/shape.ts";
import type { YKid, YParent } from "../../app/_editor/binding/y.ts";
import { contentOf, copyOf, FIELD, Headless, REMOTE } from "./headless.ts";
import { operate, Random } from "./operations.ts";

export interface WorldOptions {
  readonly seed: number;
  readonly steps: number;
  /** One per client. `newer` binds with the own binding and a schema that knows more. */
  readonly clients: readonly ("own" | "newer" | "stock")[];
  readonly schema: Schema;
  readonly newer?: Schema;
  readonly undo: boolean;
  /** Also cut emoji in two, as no caret does but some program may. */
  readonly halves?: boolean;
  /** With the plugin that mends tables in answer to changes of others. */
  readonly tables?: boolean;
  /** Input methods compose now and then: changes wait, and both meet later. */
  readonly composing?: boolean;
}

export interface WorldReport {
  operations: number;
  remote: number;
  /** Heals of own editors by kind. */
  troubles: Record<string, number>;
  readonly shapes: string[];
  /** Errors that the stock binding threw. */
  stockCrashes: number;
  mended: number;
  /** Blocks whose words were carried over to what others made of them. */
  carried: number;
}

export class WorldFailure extends Error {}

export function live(options: WorldOptions): WorldReport {
  const random = new Random(options.seed);
  const report: WorldReport = {
    operations: 0,
    remote: 0,
    troubles: {},
    shapes: [],
    stockCrashes: 0,
    mended: 0,
    carried: 0,
  };
  const start = new Y.Doc();
  start.clientID = 1;
  const schemaOf = (kind: string) => (kind === "newer" && options.newer ? options.newer : options.schema);
  const hasStock = options.clients.includes("stock");
  const people = options.clients.map((kind, index) => {
    const doc = copyOf(start);
    doc.clientID = 10 + index;
    const person = new Headless(
      kind === "stock" ? "stock" : "own",
      schemaOf(kind),
      doc,
      options.tables ? [tableEditing()] : [],
      {
        rescue: true,
        // The bound never comes in a world without time; the end of a composition comes at once.
        timers: { set: (run, ms) => ms < 100 && run(), clear: () => {} },
      },
    );
    person.wholeEmoji = options.halves !== true;
    return person;
  });
  const inbox: Uint8Array[][] = people.map(() => []);
  people.forEach((person, from) => {
    person.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === REMOTE) return;
      inbox.forEach((box, to) => {
        if (to !== from) box.push(update);
      });
    });
  });
  const fail = (what: string): never => {
    throw new WorldFailure(
      `seed ${options.seed} (${options.clients.join(", ")}), operation ${report.operations}: ${what}`,
    );
  };
  const check = (person: Headless, what: string) => {
    if (person.binding === undefined || person.binding.isHolding) return;
    const broken = brokenInvariants(person.binding, options.tables);
    if (broken.length > 0) fail(`${what}: ${broken.slice(0, 3).join("; ")}`);
  };
  const guarded = (person: Headless, run: () => void) => {
    try {
      run();
    } catch (error) {
      if (person.binding !== undefined) throw error;
      report.stockCrashes++;
      throw new StockCrash();
    }
  };

  const deliver = (index: number, most: number) => {
    const person = people[index] as Headless;
    const updates = inbox[index]?.splice(0, most) ?? [];
    if (updates.length === 0) return;
    const update = updates.length === 1 ? (updates[0] as Uint8Array) : Y.mergeUpdates(updates);
    const before = blocksOf(person);
    // Where editor and mirror were apart, the editor's own objects stay, not the mirror's.
    const apart = person.binding?.isHolding === true || person.state.doc !== person.binding?.mirror?.doc;
    const touched = new Set<unknown>();
    const listen = (transaction: Y.Transaction) => {
      for (const type of transaction.changedParentTypes.keys()) touched.add(type);
      for (const type of transaction.changed.keys()) touched.add(type);
    };
    person.doc.on("afterTransaction", listen);
    const own = person.written.length;
    const answered = answers(person);
    guarded(person, () => Y.applyUpdate(person.doc, update, REMOTE));
    person.doc.off("afterTransaction", listen);
    report.remote++;
    check(person, "after a change of others");
    if (person.binding !== undefined) {
      // Yjs tidies formatting by itself; the binding writes nothing but own words (B23) and copies' way (B24).
      for (const written of person.written.slice(own)) {
        if (answered === answers(person) && Y.decodeUpdate(written).structs.length > 0)
          fail("B4 showing a change wrote something");
      }
      for (const [kid, node] of blocksOf(person)) {
        const old = before.get(kid);
        if (apart) break;
        if (old !== undefined && old !== node && !touched.has(kid))
          fail("B3 an untouched block has another node");
      }
    }
  };

  try {
    for (let step = 0; step < options.steps; step++) {
      const index = random.below(people.length);
      const person = people[index] as Headless;
      const dice = random.next();
      if (options.undo && dice < 0.05) {
        guarded(person, () => (random.chance(0.65) ? person.undoManager.undo() : person.undoManager.redo()));
        report.operations++;
        check(person, "after undo or redo");
      } else if (dice < 0.06 && person.binding !== undefined) {
        // Inside of somebody else's transaction, which changes the document too.
        person.doc.transact(() => {
          operate(random, person, false);
          if (random.chance(0.5)) insertRaw(random, person, !hasStock);
          operate(random, person, false);
        }, "foreign");
        report.operations++;
        check(person, "after a nested write");
      } else if (dice < 0.062) {
        person.register(new Plugin({}));
        check(person, "after a plugin registered");
      } else if (dice < 0.085 && options.composing) {
        person.composing = !person.composing;
        if (!person.composing) person.binding?.composed();
        check(person, "after a composition");
      } else if (dice < 0.1) {
        person.undoManager.stopCapturing();
        const written = person.written.length;
        guarded(person, () => person.dispatch(person.state.tr.setMeta("nothing", true)));
        if (person.binding !== undefined && person.written.length > written) fail("B5 a caret move wrote");
      } else {
        let done: string | undefined;
        guarded(person, () => {
          done = operate(random, person, !hasStock);
        });
        if (done !== undefined) {
          report.operations++;
          check(person, `after ${done}`);
        }
      }
      if (random.chance(0.6))
        deliver(random.below(people.length), 1 + random.below(random.chance(0.8) ? 2 : 30));
    }
    for (let round = 0; round < 20 && inbox.some((box) => box.length > 0); round++) {
      for (const index of people.keys()) deliver(index, random.chance(0.5) ? 1_000 : 1 + random.below(5));
    }
    while (inbox.some((box) => box.length > 0)) for (const index of people.keys()) deliver(index, 1_000);
    for (const person of people) {
      person.composing = false;
      person.binding?.composed();
      check(person, "after the last composition");
    }
    while (inbox.some((box) => box.length > 0)) for (const index of people.keys()) deliver(index, 1_000);
    atTheEnd(people, options, fail);
  } catch (error) {
    if (!(error instanceof StockCrash)) {
      if (error instanceof WorldFailure) throw error;
      const stack = error instanceof Error ? error.stack : String(error);
      throw new WorldFailure(
        `seed ${options.seed} (${options.clients.join(", ")}), operation ${report.operations}: ${stack}`,
      );
    }
  }
  for (const person of people) {
    for (const trouble of person.troubles) {
      const [what = ""] = trouble.split(":");
      if (what === "refused" || what === "error") fail(trouble);
      report.troubles[what] = (report.troubles[what] ?? 0) + 1;
      report.shapes.push(`seed ${options.seed} ${trouble}`);
    }
    report.carried += person.binding?.answers.carried ?? 0;
    if (person.binding !== undefined)
      report.mended += (person.undoManager as unknown as { mended: number }).mended;
    person.destroy();
  }
  return report;
}

class StockCrash extends Error {}

/** Something that somebody wrote who knows no schema: often at a place where it cannot stand. */
function insertRaw(random: Random, person: Headless, odd: boolean): void {
  const name = odd ? random.pick([...Object.keys(person.state.schema.nodes), "future"]) : "paragraph";
  const element = new Y.XmlElement(name ?? "paragraph");
  if (random.chance(0.7))
    element.insert(0, [odd && random.chance(0.3) ? new Y.XmlElement("paragraph") : new Y.XmlText("raw")]);
  let parent: Y.XmlFragment = person.fragment;
  while (odd && random.chance(0.6)) {
    const below = random.pick(parent.toArray().filter((one) => one instanceof Y.XmlElement));
    if (below === undefined) break;
    parent = below as Y.XmlElement;
  }
  parent.insert(random.below(parent.length + 1), [element]);
}

function firstDifference(a: string, b: string): string {
  let at = 0;
  while (a[at] === b[at]) at++;
  return `\n${a.slice(Math.max(0, at - 150), at + 200)}\n--- against ---\n${b.slice(Math.max(0, at - 150), at + 200)}`;
}

function blocksOf(person: Headless): Map<YKid, Node> {
  const blocks = new Map<YKid, Node>();
  const mirror = person.binding?.mirror;
  mirror?.root.kids.forEach((kid, index) => {
    if (kid !== null) blocks.set(kid, mirror.doc.child(index));
  });
  return blocks;
}

const shownBy = (person: Headless): Node => person.binding?.mirror?.doc ?? person.state.doc;

function atTheEnd(people: readonly Headless[], options: WorldOptions, fail: (what: string) => never): void {
  const [first] = people;
  if (first === undefined) return;
  const content = contentOf(first.fragment);
  for (const person of people) {
    const other = contentOf(person.fragment);
    if (other !== content) fail(`content differs between clients: ${firstDifference(content, other)}`);
    const copy = copyOf(person.doc);
    const copied = contentOf(copy.getXmlFragment(FIELD));
    if (copied !== content) fail(`a copy of a client's state differs: ${firstDifference(content, copied)}`);
    if (person.binding === undefined) continue;
    const reader = new Headless("own", person.state.schema, copy);
    if (!reader.state.doc.eq(shownBy(person)))
      fail(`a fresh editor shows something else: ${shapeOf(shownBy(person), reader.state.doc)}`);
    if (reader.written.length > 0) fail("B4 opening wrote");
    reader.destroy();
    const { root } = project(person.fragment as YParent, person.state.schema, undefined, undefined);
    try {
      root.node.check();
    } catch (error) {
      fail(`the shown document breaks its schema: ${String(error).slice(0, 120)}`);
    }
  }
  if (options.clients.includes("stock")) return;
  const same = people.filter((person) => person.state.schema === options.schema);
  for (const person of same) {
    if (!shownBy(person).eq(shownBy(same[0] as Headless))) fail("two editors show different documents");
  }
}

const answers = ({ binding }: Headless): number =>
  (binding?.answers.carried ?? 0) + (binding?.answers.gaveWay ?? 0);
