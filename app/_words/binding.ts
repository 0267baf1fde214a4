// Words of the editor's binding: what stands where the editor cannot show what is in the document.

export const bindingWords = {
  unsupported: "A newer version of Concord made this. It is kept as it is.",
} as const;
