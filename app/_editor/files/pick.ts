// The browser's own window for choosing files. Called by actions and by "Replace", from a press or a key.

import { PICTURE_TYPES } from "../../../lib/files.ts";

export function pickFiles(
  kind: "image" | "file",
  { many }: { readonly many: boolean },
  chosen: (files: readonly File[]) => void,
): void {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = many;
  if (kind === "image") input.accept = PICTURE_TYPES.join(",");
  // In the page, or Safari forgets it before anybody has chosen.
  input.hidden = true;
  document.body.append(input);
  const end = () => input.remove();
  input.addEventListener("change", () => {
    chosen([...(input.files ?? [])]);
    end();
  });
  input.addEventListener("cancel", end);
  input.click();
}
