// What test_browser_sizes.py measures on a page: faults in words, type sizes in use, and where the targets are.
() => {
  const faults = [], sizes = {}, targets = [];
  const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && e.getClientRects().length;
  const name = (e) => `${e.tagName}.${e.className?.baseVal ?? e.className} ${(e.innerText ?? "").slice(0, 24)}`.replace(/\s+/g, " ");
  const rgb = (text) => text.match(/[\d.]+/g).map(Number);
  const light = (colour) => colour.slice(0, 3)
    .map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  const solid = (colour) => colour.length < 4 || colour[3] === 1;
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const colour = rgb(getComputedStyle(e).backgroundColor);
      if (solid(colour)) return colour;
    }
    return [255, 255, 255];
  };

  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !seen(e) || e.closest("script, style, noscript, .skip")) continue;
    const css = getComputedStyle(e), size = parseFloat(css.fontSize), box = e.getBoundingClientRect();
    sizes[size.toFixed(1)] = name(e);
    const contrast = ratio(rgb(css.color), ground(e));
    if (contrast < 7) faults.push(`contrast ${contrast.toFixed(2)}: ${name(e)}`);
    if (parseFloat(css.lineHeight) / size < 1.49) faults.push(`line spacing ${css.lineHeight}: ${name(e)}`);
    if (!["left", "start"].includes(css.textAlign) && !e.closest(".key, .call .count")) faults.push(`alignment: ${name(e)}`);
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    for (const line of range.getClientRects()) {
      if (/[\u4e00-\u9fff]/.test(e.innerText) && line.width / size > 25.5) faults.push(`long line: ${name(e)}`);
      if (line.right > innerWidth + 1 || line.left < -1) faults.push(`off screen: ${name(e)}`);
      if (line.right > box.right + 2) faults.push(`overflows its box: ${name(e)}`);
    }
  }

  const keys = "button, a[href], summary, input:not([type=hidden], [type=radio], [type=checkbox]), textarea, label.choice";
  for (const e of document.querySelectorAll(keys)) {
    if (!seen(e) || e.matches(".skip")) continue;
    const b = e.getBoundingClientRect(), css = getComputedStyle(e);
    targets.push([b.left, b.top, b.right, b.bottom, name(e)]);
    if (!e.innerText?.trim() && !e.labels?.length && !(e.control ?? e).getAttribute("aria-label")) faults.push(`no name: ${name(e)}`);
    const around = ground(e.parentElement), border = rgb(css.borderTopColor);
    const edge = Math.max(solid(border) ? ratio(border, around) : 0, ratio(ground(e), around));
    if (edge < 3) faults.push(`edge ${edge.toFixed(2)}: ${name(e)}`);
  }

  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of new Set(ids.filter((one, i) => ids.indexOf(one) !== i))) faults.push(`id twice: ${id}`);
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`wider than the window: ${document.documentElement.scrollWidth}`);
  if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
  return { faults, sizes, targets };
}
