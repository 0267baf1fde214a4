// Which way up a picture is meant: the one thing in EXIF without which it looks wrong. Called by traces.ts. Reads
// bytes of strangers: every offset in them may point anywhere.

/** 1 to 8 as EXIF counts. 1, upright, where nothing else is said. */
export function orientationIn(tiff: Uint8Array): number {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (tiff.length < 14) return 1;
  const mark = view.getUint16(0);
  if (mark !== 0x4949 && mark !== 0x4d4d) return 1;
  const little = mark === 0x4949;
  const start = view.getUint32(4, little);
  if (view.getUint16(2, little) !== 42 || start + 2 > tiff.length) return 1;
  const count = view.getUint16(start, little);
  for (let entry = 0, at = start + 2; entry < count && at + 12 <= tiff.length; entry++, at += 12) {
    if (view.getUint16(at, little) !== TAG) continue;
    const value = view.getUint16(at + 2, little) === SHORT ? view.getUint16(at + 8, little) : 0;
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

const TAG = 0x0112;
const SHORT = 3;

/** EXIF that says this and nothing else. */
export function tiffOf(orientation: number): Uint8Array {
  const made = new Uint8Array(26);
  const view = new DataView(made.buffer);
  view.setUint32(0, 0x4d4d002a);
  view.setUint32(4, 8);
  view.setUint16(8, 1);
  view.setUint16(10, TAG);
  view.setUint16(12, SHORT);
  view.setUint32(14, 1);
  view.setUint16(18, orientation);
  return made;
}
