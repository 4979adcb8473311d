/** A text and what is selected in it. */
export interface TextSelection {
  readonly text: string
  readonly start: number
  readonly end: number
}

const step = 0.05

/**
 * Changes the weight of what is selected, or of the word at the cursor, by 0.05: `fox` becomes `(fox:1.05)`. At 1 the
 * brackets go. Ctrl+Up and Ctrl+Down, as in ComfyUI.
 */
export function changeWeight({ text, start, end }: TextSelection, direction: 1 | -1): TextSelection {
  const [from, to] = start === end ? wordAt(text, start) : trimmed(text, start, end)
  if (from === to) return { text, start, end }
  const group = groupAround(text, from, to) ?? { from, to, inner: text.slice(from, to), weight: 1 }
  const weight = Number((group.weight + direction * step).toFixed(2))
  const written = weight === 1 ? group.inner : `(${group.inner}:${String(weight)})`
  const inside = weight === 1 ? group.from : group.from + 1
  return {
    text: text.slice(0, group.from) + written + text.slice(group.to),
    start: inside,
    end: inside + group.inner.length,
  }
}

/** The word at the cursor: around it, or ending there. */
function wordAt(text: string, at: number): readonly [number, number] {
  const isPart = (letter: string | undefined) => letter !== undefined && !/[\s,.;:()[\]{}<>|]/.test(letter)
  let [from, to] = [at, at]
  while (isPart(text[from - 1])) from--
  while (isPart(text[to])) to++
  return [from, to]
}

/** Without the spaces at its ends. */
function trimmed(text: string, start: number, end: number): readonly [number, number] {
  const chosen = text.slice(start, end)
  return [start + chosen.length - chosen.trimStart().length, end - (chosen.length - chosen.trimEnd().length)]
}

interface Group {
  readonly from: number
  readonly to: number
  readonly inner: string
  readonly weight: number
}

/** The `(inner:weight)` that a selection fills, whether or not the brackets are selected with it. */
function groupAround(text: string, from: number, to: number): Group | null {
  const chosen = /^\((.*):([\d.]+)\)$/s.exec(text.slice(from, to))
  if (chosen) return { from, to, inner: chosen[1]!, weight: Number(chosen[2]) }
  const tail = /^:([\d.]+)\)/.exec(text.slice(to))
  if (text[from - 1] !== '(' || !tail) return null
  return { from: from - 1, to: to + tail[0].length, inner: text.slice(from, to), weight: Number(tail[1]) }
}
