import { parsePromptWeights } from './prompt-weights.ts'

/**
 * `embedding:NAME` in a prompt, by ComfyUI's rules: at the start of a piece of text or after a space or line break; the
 * name ends at white space; a name that no file has is tried again without commas around it. Linear in the text.
 */

const REFERENCE = 'embedding:'

/** Plain text, or a reference and the text that follows it. */
export interface PromptPart {
  /** The names to try, in this order; absent in plain text. */
  readonly names?: readonly Candidate[]
  /** The remaining text when no file was found. */
  readonly text: string
}

interface Candidate {
  readonly name: string
  /** The remaining text when this name is used. */
  readonly rest: string
}

/** Splits one piece of a prompt at its references. */
export const promptParts = (piece: string): PromptPart[] =>
  piece
    .split(/[ \n](?=embedding:)/)
    .filter(part => part !== '')
    .map(part => (part.startsWith(REFERENCE) ? reference(part.slice(REFERENCE.length)) : { text: part }))

function reference(text: string): PromptPart {
  const [written = '', ...others] = text.trim().split(/\s+/)
  const rest = others.join(' ')
  const bare = withoutCommas(written)
  const whole = { name: written, rest }
  if (bare === written) return { names: [whole], text: rest }
  const unread = `${written.slice(bare.length)} ${rest}`
  return { names: [whole, { name: bare, rest: unread }], text: unread }
}

/** Without the commas around it. A pattern such as `,+$` would try every run of commas inside the name again and again. */
function withoutCommas(name: string): string {
  let [from, to] = [0, name.length]
  while (name[from] === ',') from++
  while (to > from && name[to - 1] === ',') to--
  return name.slice(from, to)
}

/** Every name under which a prompt may ask for an embedding, `NAME,` before `NAME` as ComfyUI tries them. */
export function embeddingNames(prompt: string): string[] {
  const parts = parsePromptWeights(prompt).flatMap(piece => promptParts(piece.text))
  const names = parts.flatMap(part => part.names ?? []).map(candidate => candidate.name)
  return [...new Set(names.filter(name => name !== ''))]
}
