// The pixels of a picture, as this browser would draw it (turned the way the camera was held). Called before a
// picture becomes a node: with its size known the page does not jump when it is loaded.

/** ms after which a picture that does not decode is treated as a file. */
const DECODE_MS = 10_000;

export async function sizeOfPicture(blob: Blob): Promise<{ width: number; height: number } | undefined> {
  const url = URL.createObjectURL(blob);
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const image = new Image();
    image.src = url;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("late")), DECODE_MS);
    });
    await Promise.race([image.decode(), late]);
    const { naturalWidth: width, naturalHeight: height } = image;
    return width > 0 && height > 0 ? { width, height } : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
    URL.revokeObjectURL(url);
  }
}
