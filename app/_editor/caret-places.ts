// Decides how the carets of others look: which labels are open, which way they flip. Pure: called by
// the layer with what it measured, and by tests. Coordinates are those of the viewport.

export const LABEL_SHOWN_MS = 2_500;
export const MAX_OPEN_LABELS = 3;
/** In px; carets.css draws it so high. */
export const LABEL_HEIGHT = 13;
/**
 * Parts of the caret's height in which its line has no ink: above its capitals, below its descenders. The label
 * lies over them, so that it fills the gap between two lines and hides neither. The same in carets.css.
 */
const NO_INK = { above: 0.24, below: 0.06 } as const;

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Measured {
  readonly clientId: number;
  /** The caret's line. */
  readonly caret: Box;
  /** How wide and high the open label is. */
  readonly label: { readonly width: number; readonly height: number };
  readonly movedAt: number;
  readonly hovered: boolean;
}

export interface Scene {
  readonly now: number;
  readonly viewport: Box;
  /** Where the page's header ends: a label that would lie under it hangs below its line instead. */
  readonly topEdge: number;
  /** Where the window begins, and the column's right edge: a label flips before it. */
  readonly leftEdge: number;
  readonly rightEdge: number;
  /** Own caret, when it is in the text. */
  readonly own: Box | undefined;
}

export interface Look {
  readonly open: boolean;
  readonly flip: boolean;
  /** Below the line instead of above it. */
  readonly drop: boolean;
}

const overlap = (a: Box, b: Box) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** A caret a line high, with room to read beside it. */
const room = (box: Box): Box => ({
  left: box.left - 6,
  right: box.right + 6,
  top: box.top - 2,
  bottom: box.bottom + 2,
});

export function looksOf(carets: readonly Measured[], scene: Scene): Map<number, Look> {
  const middle = (scene.viewport.top + scene.viewport.bottom) / 2;
  const distance = (one: Measured) => Math.abs((one.caret.top + one.caret.bottom) / 2 - middle);
  const wishes = carets
    .filter((one) => one.hovered || scene.now - one.movedAt < LABEL_SHOWN_MS)
    // Looked at, then newest; who moved in the same moment is ranked by nearness to the middle.
    .sort(
      (a, b) => Number(b.hovered) - Number(a.hovered) || b.movedAt - a.movedAt || distance(a) - distance(b),
    );
  const looks = new Map<number, Look>();
  const open: Box[] = [];
  for (const one of carets) looks.set(one.clientId, { open: false, ...sideOf(one, scene) });
  // Placed in an order that no key changes: two who write at one place must not swap sides.
  for (const one of wishes.slice(0, MAX_OPEN_LABELS).sort((a, b) => a.clientId - b.clientId)) {
    for (const side of sidesOf(one, scene)) {
      const box = labelBox(one, side);
      if (scene.own !== undefined && overlap(box, room(scene.own))) continue;
      if (open.some((other) => overlap(box, other))) continue;
      looks.set(one.clientId, { open: true, ...side });
      open.push(box);
      break;
    }
  }
  return looks;
}

type Side = Pick<Look, "flip" | "drop">;

const isUnder = (caret: Box, label: Measured["label"], { topEdge }: Scene): boolean =>
  caret.top + NO_INK.above * (caret.bottom - caret.top) - label.height < topEdge;

const sideOf = ({ caret, label }: Measured, scene: Scene): Side => ({
  flip: caret.left + label.width > scene.rightEdge,
  drop: isUnder(caret, label, scene),
});

/** The usual side first; then what is free where somebody else's label, or the own caret, is in the way. */
function sidesOf(one: Measured, scene: Scene): Side[] {
  const usual = sideOf(one, scene);
  const flipped = { ...usual, flip: !usual.flip };
  const fits = !usual.flip && one.caret.right - one.label.width >= scene.leftEdge;
  const flips = fits ? [usual, flipped] : [usual];
  return usual.drop ? flips : [...flips, ...flips.map((side) => ({ ...side, drop: true }))];
}

function labelBox({ caret, label }: Measured, { flip, drop }: Side): Box {
  const height = caret.bottom - caret.top;
  const left = flip ? caret.right - label.width : caret.left;
  const top = drop ? caret.bottom - NO_INK.below * height : caret.top + NO_INK.above * height - label.height;
  return { left, right: left + label.width, top, bottom: top + label.height };
}
