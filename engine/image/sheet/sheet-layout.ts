/** Where everything lies on a contact sheet. Pure: no picture is read, no font is asked. */

export interface SheetAxis {
  /** `Few steps · eta` */
  readonly name: string
  /** As they stand at the edge: `eta = 0.3`, `euler`. */
  readonly values: readonly string[]
}

/** What a contact sheet says beside its pictures. */
export interface SheetText {
  /** Above everything; may be empty. */
  readonly title: string
  /** What is the same in every cell. */
  readonly facts: string
  readonly columns?: SheetAxis
  readonly rows?: SheetAxis
  readonly blocks?: SheetAxis
}

export interface Line {
  readonly text: string
  readonly x: number
  /** Of the baseline. */
  readonly y: number
  readonly size: number
  readonly anchor: 'start' | 'middle' | 'end'
  readonly weight: 400 | 600
  readonly tone: 'ink' | 'quiet' | 'bad'
}

export interface SheetLayout {
  readonly width: number
  readonly height: number
  readonly fontSize: number
  readonly lines: readonly Line[]
  /** Top left corner of a cell; its caption lies below it. */
  place(column: number, row: number, block: number): { readonly x: number; readonly y: number }
}

/** Letters of the fonts that machines have are this wide, about, in parts of their size. */
export const letterWidth = 0.56

/** @param cell  width and height of every cell, in pixels */
export function layOutSheet(text: SheetText, cell: { readonly width: number; readonly height: number }): SheetLayout {
  const { columns, rows, blocks } = text
  const size = Math.round(Math.min(20, Math.max(11, cell.width / 15)))
  const [gap, margin, line] = [Math.round(size * 0.8), Math.round(size * 1.8), Math.round(size * 1.5)]
  const fits = (width: number, at = size) => Math.max(4, Math.floor(width / (at * letterWidth)))

  const labelWidth = rows
    ? Math.min(cell.width, Math.max(...rows.values.map(each => each.length)) * size * letterWidth)
    : 0
  const left = Math.round(margin + (rows ? Math.max(labelWidth, line) + gap * 1.5 : 0))
  const count = columns?.values.length ?? 1
  const width = Math.round(Math.max(left + count * (cell.width + gap) - gap, size * 30) + margin)

  const lines: Line[] = []
  const say = (line: Partial<Line> & Pick<Line, 'text' | 'x' | 'y'>) =>
    lines.push({ size, anchor: 'start', weight: 400, tone: 'ink', ...line })
  let y = margin
  const paragraph = (words: string, at: number, more: Partial<Line>) => {
    for (const part of wrap(words, fits(width - 2 * margin, at), 3)) {
      y += Math.round(at * 1.4)
      say({ text: part, x: margin, y, size: at, ...more })
    }
  }
  paragraph(text.title, Math.round(size * 1.35), { weight: 600 })
  paragraph(text.facts, size, { tone: 'quiet' })
  const directions = [
    ['across', columns],
    ['down', rows],
    ['one below the other', blocks],
  ] as const
  const legend = directions.flatMap(([where, axis]) => (axis ? [`${where}: ${axis.name}`] : []))
  paragraph(legend.join(', '), size, { tone: 'quiet' })
  if (lines.length > 0) y += line

  const headings = (columns?.values ?? []).map(value => wrap(value, fits(cell.width), 2))
  const headHeight = columns ? line * Math.max(...headings.map(each => each.length)) + gap : 0
  const rowHeight = cell.height + line + gap
  const tops = (blocks?.values ?? ['']).map(value => {
    if (blocks) {
      y += line * 1.2
      say({ text: value, x: margin, y, size: Math.round(size * 1.1), weight: 600 })
      y += gap
    }
    for (const [c, heading] of headings.entries())
      for (const [i, part] of heading.entries())
        say({
          text: part,
          x: left + c * (cell.width + gap) + cell.width / 2,
          y: y + line * (0.8 + i),
          anchor: 'middle',
          weight: 600,
        })
    const top = y + headHeight
    if (rows) {
      for (const [r, value] of rows.values.entries()) {
        const parts = wrap(value, fits(labelWidth + size), Math.max(1, Math.floor(cell.height / line)))
        for (const [i, part] of parts.entries())
          say({
            text: part,
            x: left - gap * 1.5,
            y: top + r * rowHeight + cell.height / 2 + size * 0.35 + (i - (parts.length - 1) / 2) * line,
            anchor: 'end',
            weight: 600,
          })
      }
    }
    y = top + (rows?.values.length ?? 1) * rowHeight
    return top
  })
  return {
    width,
    height: Math.round(y + margin - gap),
    fontSize: size,
    lines,
    place: (column, row, block) => ({
      x: Math.round(left + column * (cell.width + gap)),
      y: Math.round(tops[block]! + row * rowHeight),
    }),
  }
}

/** Lines of at most `width` letters, broken between words where there are any; what does not fit ends in dots. */
export function wrap(text: string, width: number, most: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.trim().split(/\s+/)) {
    const last = lines.at(-1)
    if (word === '') continue
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(shorten(word, width))
  }
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1]!.slice(0, width - 1)}…`]
}

/** Of names the end tells as much as the beginning: `dreamshaper…v8`. */
const shorten = (word: string, width: number): string => {
  if (word.length <= width) return word
  const tail = Math.floor((width - 1) / 3)
  return `${word.slice(0, width - 1 - tail)}…${word.slice(word.length - tail)}`
}
