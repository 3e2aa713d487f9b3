/** The little of a DOM that reading a page takes; its types are not those of a browser's window. */
export interface PageNode {
  /** 1 for an element, 3 for text. */
  readonly nodeType: number;
  readonly textContent: string | null;
  readonly parentNode: PageNode | null;
  readonly firstChild: PageNode | null;
  readonly nextSibling: PageNode | null;
}

export interface PageElement extends PageNode {
  /** Not always in lower case. */
  readonly localName: string;
  readonly ownerDocument: { createElement(name: string): PageElement };
  getAttribute(name: string): string | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  closest(selector: string): PageElement | null;
  before(...nodes: PageNode[]): void;
  append(...nodes: PageNode[]): void;
  remove(): void;
}

export function isElement(node: PageNode): node is PageElement {
  return node.nodeType === 1;
}
