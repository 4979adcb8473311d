/** Where everything is on a contact sheet. Pure: no picture and no font is read. */

export interface SheetAxis {
  /** `Few steps · eta` */
  readonly name: string
  /** As they stand at the edge: `eta = 0.3`, `euler`. */
  readonly values: readonly string[]
}

/** The texts of a contact sheet. */
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
  /** The top left corner of a cell; its caption is below it. */
  place(column: number, row: number, block: number): { readonly x: number; readonly y: number }
}

/** The approximate width of a letter, in parts of the font size. */
export const letterWidth = 0.56

interface Size {
  readonly width: number
  readonly height: number
}

/** @param cell  width and height of every cell, in pixels */
export function layOutSheet(text: SheetText, cell: Size): SheetLayout {
  const sizes = measure(text, cell)
  const { size, gap, margin, line, left, width, rowHeight } = sizes
  const { lines, end } = headLines(text, sizes)
  const headings = (text.columns?.values ?? []).map(value => wrap(value, lettersIn(cell.width, size), 2))
  const headHeight = text.columns ? line * Math.max(...headings.map(each => each.length)) + gap : 0
  const tops: number[] = []
  let y = end
  for (const title of text.blocks?.values ?? [undefined]) {
    if (title !== undefined) {
      y += line * 1.2
      lines.push({ ...plain(sizes), text: title, y, size: Math.round(size * 1.1), weight: 600 })
      y += gap
    }
    const top = y + headHeight
    lines.push(...columnLines(headings, y, cell, sizes), ...rowLines(text.rows, top, cell, sizes))
    tops.push(top)
    y = top + (text.rows?.values.length ?? 1) * rowHeight
  }
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

type Sizes = ReturnType<typeof measure>

/** Lengths in pixels: `size` of the letters, `line` from one line to the next, `left` to the first cell, `width` of the sheet. */
function measure({ columns, rows }: SheetText, cell: Size) {
  const size = Math.round(Math.min(20, Math.max(11, cell.width / 15)))
  const [gap, margin, line] = [Math.round(size * 0.8), Math.round(size * 1.8), Math.round(size * 1.5)]
  const longest = Math.max(0, ...(rows?.values ?? []).map(value => value.length))
  const labelWidth = Math.min(cell.width, longest * size * letterWidth)
  const left = Math.round(margin + (rows ? Math.max(labelWidth, line) + gap * 1.5 : 0))
  const cells = (columns?.values.length ?? 1) * (cell.width + gap) - gap
  const width = Math.round(Math.max(left + cells, size * 30) + margin)
  return { size, gap, margin, line, labelWidth, left, width, rowHeight: cell.height + line + gap }
}

/** How many letters fit into `width` pixels. */
const lettersIn = (width: number, size: number): number => Math.max(4, Math.floor(width / (size * letterWidth)))

const plain = ({ margin, size }: Sizes) => ({ x: margin, size, anchor: 'start', weight: 400, tone: 'ink' }) as const

/** The title, the facts and what each axis is. */
function headLines(text: SheetText, sizes: Sizes): { lines: Line[]; end: number } {
  const { size, margin, line, width } = sizes
  const directions = [
    ['across', text.columns],
    ['down', text.rows],
    ['one below the other', text.blocks],
  ] as const
  const legend = directions.flatMap(([where, axis]) => (axis ? [`${where}: ${axis.name}`] : []))
  const paragraphs = [
    { words: text.title, size: Math.round(size * 1.35), weight: 600 },
    { words: text.facts, size, tone: 'quiet' },
    { words: legend.join(', '), size, tone: 'quiet' },
  ] as const
  const lines: Line[] = []
  let y = margin
  for (const { words, ...look } of paragraphs)
    for (const part of wrap(words, lettersIn(width - 2 * margin, look.size), 3)) {
      y += Math.round(look.size * 1.4)
      lines.push({ ...plain(sizes), ...look, text: part, y })
    }
  return { lines, end: lines.length > 0 ? y + line : y }
}

/** The values of the columns, above the cells. */
const columnLines = (headings: readonly (readonly string[])[], y: number, cell: Size, sizes: Sizes): Line[] =>
  headings.flatMap((heading, column) =>
    heading.map((text, i) => ({
      ...plain(sizes),
      text,
      x: sizes.left + column * (cell.width + sizes.gap) + cell.width / 2,
      y: y + sizes.line * (0.8 + i),
      anchor: 'middle',
      weight: 600,
    })),
  )

/** The values of the rows, beside the cells. */
function rowLines(rows: SheetAxis | undefined, top: number, cell: Size, sizes: Sizes): Line[] {
  const { size, gap, line, labelWidth, left, rowHeight } = sizes
  const most = Math.max(1, Math.floor(cell.height / line))
  return (rows?.values ?? []).flatMap((value, row) => {
    const parts = wrap(value, lettersIn(labelWidth + size, size), most)
    const middle = top + row * rowHeight + cell.height / 2 + size * 0.35
    return parts.map((text, i) => ({
      ...plain(sizes),
      text,
      x: left - gap * 1.5,
      y: middle + (i - (parts.length - 1) / 2) * line,
      anchor: 'end',
      weight: 600,
    }))
  })
}

/** Breaks a text between words into lines of at most `width` letters; what does not fit ends in an ellipsis. */
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

/** Keeps the end of a name, which says as much as its beginning: `dreamshaper…v8`. */
const shorten = (word: string, width: number): string => {
  if (word.length <= width) return word
  const tail = Math.floor((width - 1) / 3)
  return `${word.slice(0, width - 1 - tail)}…${word.slice(word.length - tail)}`
}
