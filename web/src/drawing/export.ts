/** The picture as a file: with its title, filters, date and legend, and its colours written into it. */
import { element } from "./layers";
import { WIDE } from "./zoom";

const { width: WIDTH, height: HEIGHT } = WIDE;

export interface Caption {
  title: string;
  lines: readonly string[];
  legend: readonly { swatch: string; text: string }[];
}

const HEAD = 74;
const FOOT = 44;
const PIXELS_PER_UNIT = 2.5;
const PROPERTIES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "paint-order",
  "text-anchor",
];

export function asSvg(svg: SVGSVGElement, caption: Caption): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  inline(svg, copy);
  copy.querySelector(".picture")?.removeAttribute("transform");
  for (const each of copy.querySelectorAll(".zoomed, .cursor")) each.remove();
  for (const each of copy.querySelectorAll("*"))
    for (const name of ["tabindex", "role", "aria-pressed", "aria-label", "class", "data-shape"])
      if (name !== "class" || !each.closest("marker")) each.removeAttribute(name);
  for (const name of ["class", "tabindex", "role", "aria-label", "aria-roledescription", "aria-describedby"]) copy.removeAttribute(name);
  const left = -WIDTH / 2;
  const top = -HEIGHT / 2;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", `${left} ${top - HEAD} ${WIDTH} ${HEIGHT + HEAD + FOOT}`);
  copy.setAttribute("width", String(WIDTH));
  copy.setAttribute("height", String(HEIGHT + HEAD + FOOT));
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const ground = made("rect", { x: left, y: top - HEAD, width: WIDTH, height: HEIGHT + HEAD + FOOT, fill: colour("ground") });
  const title = element("title");
  title.textContent = caption.title;
  copy.prepend(title, ground);
  const text = (content: string, x: number, y: number, size: number, weight: number, fill: string) => {
    const node = made("text", { x, y, "font-size": size, "font-weight": weight, fill, "font-family": FONT });
    node.textContent = content;
    return node;
  };
  copy.append(text(caption.title, left + 20, top - HEAD + 32, 20, 700, colour("ink")));
  caption.lines.forEach((line, index) =>
    copy.append(text(line, left + 20, top - HEAD + 52 + 16 * index, 12, 400, colour("muted"))),
  );
  let x = left + 20;
  const legend = made("g", { "data-legend": "" });
  for (const { swatch, text: words } of caption.legend) {
    legend.append(
      made("rect", { x, y: HEIGHT / 2 + 14, width: 12, height: 12, rx: 3, fill: colour(swatch) }),
      text(words, x + 17, HEIGHT / 2 + 24, 11, 400, colour("ink")),
    );
    x += 36 + words.length * 6.1;
  }
  copy.append(legend);
  return new XMLSerializer().serializeToString(copy);
}

const FONT = "Inter, 'Segoe UI', system-ui, sans-serif";

function made(tag: string, attributes: Record<string, string | number>): SVGElement {
  const node = element(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}

/** Writes the computed style of each element into its copy: the file has no style sheet, as no page is around it. */
function inline(from: Element, to: Element): void {
  const plain = getComputedStyle(from.ownerDocument.documentElement);
  const pairs: [Element, Element][] = [[from, to]];
  for (let pair = pairs.pop(); pair; pair = pairs.pop()) {
    const [source, copy] = pair;
    if (!["title", "defs"].includes(source.tagName)) {
      const style = getComputedStyle(source);
      for (const name of PROPERTIES) {
        const value = style.getPropertyValue(name);
        const own = name === "fill" || (name === "font-family" && source.tagName === "text");
        if (value && (own || value !== plain.getPropertyValue(name))) copy.setAttribute(name, value);
      }
    }
    for (let index = 0; index < source.children.length; index++) pairs.push([source.children[index]!, copy.children[index]!]);
  }
}

export async function asPng(svg: string): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = WIDTH * PIXELS_PER_UNIT;
    canvas.height = (HEIGHT + HEAD + FOOT) * PIXELS_PER_UNIT;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture was made"))), "image/png"),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}

export function save(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 5000);
}
