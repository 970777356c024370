/** Elements by key: what stays keeps its element, and only attributes that differ are written. */
import { select, type Selection } from "d3-selection";

export type Layer = Selection<SVGGElement, unknown, null, undefined>;
export type Attributes<T> = Record<string, (datum: T, index: number) => string | number | null>;

/** The picture's layer of that name, made when it is missing. */
export function layer(root: SVGGElement, name: string): Layer {
  const found = root.querySelector<SVGGElement>(`:scope > .${name}`);
  return select(found ?? root.appendChild(element("g", name)));
}

/** The children of one tag and class in a layer, one for each datum, in their order. */
export function drawn<T>(
  parent: Layer,
  tag: string,
  name: string,
  data: readonly T[],
  key: (datum: T) => string,
  attributes: Attributes<T>,
): Selection<SVGElement, T, SVGGElement, unknown> {
  const joined = parent
    .selectAll<SVGElement, T>(`:scope > .${name}`)
    .data([...data], key)
    .join((enter) => enter.append(() => element(tag, name) as SVGElement))
    .order();
  joined.each(function (datum, index) {
    for (const [attribute, value] of Object.entries(attributes)) write(this, attribute, value(datum, index), name);
  });
  return joined;
}

/** Writes an attribute, the classes beside the name, or the text where they differ. */
function write(node: SVGElement, attribute: string, value: string | number | null, name: string): void {
  const text = value === null ? null : String(value);
  if (attribute === "text") {
    if (node.textContent !== text) node.textContent = text;
  } else if (attribute === "class") {
    const classes = text ? `${name} ${text}` : name;
    if (node.getAttribute("class") !== classes) node.setAttribute("class", classes);
  } else if (text === null) {
    node.removeAttribute(attribute);
  } else if (node.getAttribute(attribute) !== text) {
    node.setAttribute(attribute, text);
  }
}

export function element<K extends keyof SVGElementTagNameMap>(tag: K, name?: string): SVGElementTagNameMap[K];
export function element(tag: string, name?: string): SVGElement;
export function element(tag: string, name?: string): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  if (name) made.setAttribute("class", name);
  return made;
}
