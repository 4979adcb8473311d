/** Texts cut to a width are remembered, because measuring would take most of the time to draw a hundred nodes. */
const cut = new Map<string, string>()
const widths = new Map<string, number>()

/** @returns the text as it is, or its beginning and `…`, at most `width` wide in the context's present font */
export function fitText(context: CanvasRenderingContext2D, text: string, width: number): string {
  const key = `${context.font}|${Math.round(width)}|${text}`
  const known = cut.get(key)
  if (known !== undefined) return known
  const fitted = cutTo(context, text.length > 400 ? text.slice(0, 400) : text, width)
  if (cut.size > 20_000) cut.clear()
  cut.set(key, fitted)
  return fitted
}

function cutTo(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (textWidth(context, text) <= width) return text
  let [low, high] = [0, text.length]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (context.measureText(`${text.slice(0, middle)}…`).width <= width) low = middle
    else high = middle - 1
  }
  return low === 0 ? '' : `${text.slice(0, low).trimEnd()}…`
}

interface TextStyle {
  readonly font: string
  readonly color: string
  readonly align?: CanvasTextAlign
  readonly baseline?: CanvasTextBaseline
  /** At most this wide; a longer text is cut. */
  readonly width?: number
}

/** Writes a text that begins at x with its middle at y, unless the style says otherwise. */
export function writeText(
  context: CanvasRenderingContext2D,
  text: string,
  [x, y]: readonly [number, number],
  { font, color, align = 'left', baseline = 'middle', width }: TextStyle,
): void {
  context.font = font
  context.textAlign = align
  context.textBaseline = baseline
  context.fillStyle = color
  context.fillText(width === undefined ? text : fitText(context, text, width), x, y)
}

export function textWidth(context: CanvasRenderingContext2D, text: string): number {
  const key = `${context.font}|${text}`
  const known = widths.get(key)
  if (known !== undefined) return known
  const width = context.measureText(text).width
  if (widths.size > 20_000) widths.clear()
  widths.set(key, width)
  return width
}

const wrapped = new Map<string, readonly string[]>()

/** Lines of at most `width`, at most `most` of them; words longer than a line are cut. */
export function wrapText(
  context: CanvasRenderingContext2D,
  text: string,
  width: number,
  most: number,
): readonly string[] {
  const key = `${context.font}|${Math.round(width)}|${most}|${text}`
  const known = wrapped.get(key)
  if (known) return known
  const lines: string[] = []
  // Text beyond this is not visible.
  for (const paragraph of text.slice(0, 4000).split('\n')) {
    let line = ''
    for (const word of paragraph.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`
      if (line !== '' && context.measureText(longer).width > width) {
        lines.push(line)
        line = word
      } else line = longer
      if (lines.length >= most) break
    }
    lines.push(line)
    if (lines.length >= most) break
  }
  const shown = lines.slice(0, most).map(line => fitText(context, line, width))
  if (wrapped.size > 5_000) wrapped.clear()
  wrapped.set(key, shown)
  return shown
}
