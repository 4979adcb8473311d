/** Moves what hangs below cards down until no two of them overlap; the upper one stays where it is. */
export function pushApart(bubbles: Iterable<HTMLElement>): void {
  const gap = 8
  const placed: DOMRect[] = []
  const all = [...bubbles]
  for (const bubble of all) bubble.style.translate = ''
  const boxes = all.map(bubble => ({ bubble, box: bubble.getBoundingClientRect() }))
  for (const { bubble, box } of boxes.toSorted((a, b) => a.box.top - b.box.top)) {
    let top = box.top
    for (const other of placed)
      if (box.left < other.right && other.left < box.right && top < other.bottom + gap && other.top < top + box.height)
        top = other.bottom + gap
    placed.push(new DOMRect(box.left, top, box.width, box.height))
    placed.sort((a, b) => a.top - b.top)
    if (top !== box.top) bubble.style.translate = `0 ${top - box.top}px`
  }
}
