/**
 * The first key that occurs twice in the text of a JSON object, or null. JSON.parse keeps the last of two equal keys
 * without an error, so one name could mean different bytes to two readers.
 *
 * @param text  an object in valid JSON
 */
export function duplicateKey(text: string): string | null {
  const seen = new Set<string>()
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === OPEN_BRACE || c === OPEN_BRACKET) depth++
    else if (c === CLOSE_BRACE || c === CLOSE_BRACKET) depth--
    else if (c === QUOTE) {
      const end = stringEnd(text, i)
      if (depth === 1 && isKey(text, end)) {
        const key: string = JSON.parse(text.slice(i, end))
        if (seen.has(key)) return key
        seen.add(key)
      }
      i = end - 1
    }
  }
  return null
}

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a]
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d]

/** The index after the closing quote of the string that starts at `from`. */
function stringEnd(text: string, from: number): number {
  let i = from + 1
  while (i < text.length && text.charCodeAt(i) !== QUOTE) i += text.charCodeAt(i) === BACKSLASH ? 2 : 1
  return Math.min(i + 1, text.length)
}

function isKey(text: string, end: number): boolean {
  let i = end
  while (i < text.length && text.charCodeAt(i) <= 0x20) i++
  return text.charCodeAt(i) === COLON
}
