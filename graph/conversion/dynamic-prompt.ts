/** A text with choices in it, read: `a {b|c}` is `['a ', [['b'], ['c']]]`. */
type Part = string | readonly (readonly Part[])[]

/** Braces nested deeper than this are ordinary characters. */
const maxDepth = 100

/**
 * Chooses one of each `{a|b|{c|d}}` and strips C comments, as ComfyUI does on its way to a run.
 *
 * @param random  uniform in [0, 1); drawn once per choice that is reached, from left to right
 * @returns       a text without choices, which gives itself when it is chosen from again; see `withoutEscapes`
 */
export const chooseText = (text: string, random: () => number): string => choose(read(withoutComments(text)), random)

/** `\{`, `\|` and `\}` stand for the characters themselves; every other backslash stays. */
export const withoutEscapes = (text: string): string => text.replace(/\\([{|}])/g, '$1')

const choose = (parts: readonly Part[], random: () => number): string =>
  parts
    .map(part => (typeof part === 'string' ? part : choose(part[Math.floor(random() * part.length)] ?? [], random)))
    .join('')

/** A choice that is never closed ends with the text. */
function read(text: string): readonly Part[] {
  const outermost: Part[] = []
  const open: Part[][][] = []
  let sequence = outermost
  for (const [token] of text.matchAll(/\\[\s\S]|[{|}]|[^\\{|}]+|\\/g)) {
    const choice = open.at(-1)
    if (token === '{' && open.length < maxDepth) {
      const first: Part[] = []
      const begun = [first]
      sequence.push(begun)
      open.push(begun)
      sequence = first
    } else if (token === '|' && choice) {
      sequence = []
      choice.push(sequence)
    } else if (token === '}' && choice) {
      open.pop()
      sequence = open.at(-1)?.at(-1) ?? outermost
    } else sequence.push(token)
  }
  return outermost
}

/** A block that is never closed is no comment. */
function withoutComments(text: string): string {
  const lastBlockEnd = text.lastIndexOf('*/')
  const marks = /\/[/*]/g
  let kept = ''
  let from = 0
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const inside = mark.index + 2
    if (mark[0] === '/*' && inside > lastBlockEnd) continue
    const end = mark[0] === '/*' ? text.indexOf('*/', inside) + 2 : lineEnd(text, inside)
    kept += text.slice(from, mark.index)
    from = end
    marks.lastIndex = end
  }
  return kept + text.slice(from)
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}
