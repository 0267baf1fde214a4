// What a cleaner of one source is: knows its own pages, and turns their oddities into plain HTML.

export interface Source {
  readonly name: string;
  is(page: Document, html: string): boolean;
  clean(page: Document, html: string): void;
}
