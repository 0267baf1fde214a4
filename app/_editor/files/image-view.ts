// A picture in the text: itself, its caption, handles for its width, and a call for a description. Called by the
// extension. The look is that of the node's own HTML (lib/schema/files.ts); what is added is seen while editing.

import type { Editor } from "@tiptap/core";
import type { NodeViewConstructor } from "@tiptap/pm/view";
import { MAX_CAPTION_CHARACTERS, type Picture, pictureOf } from "../../../lib/pictures.ts";
import { fileSigns as words } from "../../_words/file-signs.ts";
import type { Desk } from "./desk.ts";
import { widthHandles } from "./image-width.ts";
import { ignoreMutation, isControl, make, selectNode, set, toolsSlot } from "./view-parts.ts";

/** ms of quiet after which what was typed into a caption goes to everybody. */
const CAPTION_MS = 400;

export const imageView =
  (editor: Editor, desk: Desk): NodeViewConstructor =>
  (node, _view, getPos) => {
    let shown: Picture = pictureOf(node.attrs);
    const dom = make("figure", "", { "data-type": "image" });
    const slot = toolsSlot();
    const frame = make("div", "picture-frame");
    const image = make("img", "", { loading: "lazy", decoding: "async", draggable: "false" });
    const missing = missingPart(() => load(shown, true));
    const ask = make("button", "picture-ask", { type: "button" });
    ask.textContent = words.addAlt;
    ask.addEventListener("mousedown", (event) => event.preventDefault());
    ask.addEventListener("click", () => {
      selectNode(editor, getPos());
      desk.want("alt", getPos());
    });
    const handles = widthHandles(frame, dom, {
      now: () => shown.width,
      set: (width) => set(editor, getPos(), { width }),
      mayWrite: () => editor.isEditable,
    });
    const caption = captionPart(editor, (text) => set(editor, getPos(), { caption: text }));
    frame.append(image, missing, ask, ...handles.elements);
    dom.append(slot, frame, caption.element);

    function load({ file }: Picture, again = false): void {
      missing.hidden = true;
      image.hidden = false;
      if (file === null) {
        image.removeAttribute("src");
        return fail();
      }
      const address = desk.addressOf(file);
      const preview = desk.previewOf(file);
      if (preview === undefined || again) {
        image.src = address;
        return;
      }
      // The bytes are here already: they stand until the server's have come, so that nothing blinks.
      image.src = preview;
      const stored = new Image();
      stored.src = address;
      stored.decode().then(
        () => {
          if (shown.file === file) image.src = address;
        },
        () => {},
      );
    }
    function fail(): void {
      image.hidden = true;
      missing.hidden = false;
    }
    image.addEventListener("error", fail);
    // Chosen at the press and not a moment later: where the focus came from a handle or a caption, the browser
    // first puts the caret back to where it last was, and a key that follows at once would act there.
    image.addEventListener("mousedown", (event) => {
      if (event.button !== 0 || !editor.isEditable) return;
      selectNode(editor, getPos());
      if (!editor.view.hasFocus()) editor.view.focus();
    });

    function show(next: Picture, first = false): void {
      const before = shown;
      shown = next;
      dom.dataset.file = next.file ?? "";
      dom.dataset.align = next.align;
      dom.dataset.alt = next.alt === null ? "none" : "given";
      dom.style.width = next.width === null ? "" : `${next.width}%`;
      image.alt = next.alt ?? "";
      if (next.pixelWidth !== null && next.pixelHeight !== null) {
        image.width = next.pixelWidth;
        image.height = next.pixelHeight;
      } else {
        image.removeAttribute("width");
        image.removeAttribute("height");
      }
      handles.show(next.width);
      caption.show(next.caption);
      if (first || before.file !== next.file) load(next);
    }
    show(shown, true);

    return {
      dom,
      update(next) {
        if (next.type !== node.type) return false;
        show(pictureOf(next.attrs));
        return true;
      },
      stopEvent: isControl,
      ignoreMutation,
      destroy() {
        caption.flush();
        image.removeEventListener("error", fail);
      },
    };
  };

function missingPart(again: () => void): HTMLElement {
  const part = make("div", "picture-missing");
  const says = make("span", "");
  says.textContent = words.missing;
  const retry = make("button", "upload-button", { type: "button" });
  retry.textContent = words.retry;
  retry.addEventListener("click", again);
  part.append(says, retry);
  part.hidden = true;
  return part;
}

/** A caption is plain text in a field: wide as the picture, high as its lines. */
function captionPart(editor: Editor, keep: (text: string) => void) {
  const element = make("figcaption", "");
  const field = make("textarea", "picture-caption", {
    rows: "1",
    maxlength: String(MAX_CAPTION_CHARACTERS),
    placeholder: words.captionPlaceholder,
    "aria-label": words.caption,
    spellcheck: "true",
  });
  const plain = make("span", "picture-says");
  element.append(field, plain);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let kept = "";

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (field.value !== kept && editor.isEditable && !editor.isDestroyed) {
      kept = field.value;
      keep(kept);
    }
  };
  field.addEventListener("input", () => {
    // One line of words, however many lines it takes.
    if (field.value.includes("\n")) field.value = field.value.replace(/\s*\n\s*/g, " ");
    field.parentElement?.setAttribute("data-text", field.value);
    clearTimeout(timer);
    timer = setTimeout(flush, CAPTION_MS);
  });
  field.addEventListener("blur", flush);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    flush();
    editor.view.focus();
  });

  return {
    element,
    flush,
    show(text: string) {
      kept = text;
      // Who is writing it is not interrupted; their last word counts.
      if (document.activeElement !== field || timer === undefined) field.value = text;
      plain.textContent = text;
      element.dataset.text = field.value;
    },
  };
}
