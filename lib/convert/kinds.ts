// The forms a document can leave and come in. Called by the converters, the API and the pages that offer them;
// apart from the converters, so that offering one does not load them.

export const KINDS = ["md", "html", "txt", "json"] as const;
export type Kind = (typeof KINDS)[number];

export const isKind = (value: unknown): value is Kind => (KINDS as readonly unknown[]).includes(value);
