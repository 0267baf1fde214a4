// Every word of ours that a person reads, in one typed catalogue: a translation is one such file.
// Plain sentences: no blame, no exclamation marks. Functions take what varies.

export const en = {
  product: "Concord",
  promise: "Write together, and know that every word is kept.",
};

export type Words = typeof en;
