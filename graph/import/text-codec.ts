/** Converts bytes to text and back without TextDecoder, which TypeScript's language library does not declare. */

/** One character per byte. */
export function decodeLatin1(bytes: Uint8Array): string {
  const chunks: string[] = []
  for (let at = 0; at < bytes.length; at += chunk) chunks.push(String.fromCharCode(...bytes.subarray(at, at + chunk)))
  return chunks.join('')
}

/** UTF-8, or Latin-1 where the bytes are not UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  const latin1 = decodeLatin1(bytes)
  if (isAscii(latin1)) return latin1
  try {
    return decodeURIComponent(
      latin1.replace(/[%\x80-\xff]/g, char => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`),
    )
  } catch {
    return latin1
  }
}

const base64Digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The bytes of base64; what is not a base64 digit is skipped. */
export function decodeBase64(text: string): Uint8Array {
  const digits = [...text].map(char => base64Digits.indexOf(char)).filter(digit => digit >= 0)
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4))
  for (let at = 0; at < bytes.length; at++) {
    const digit = Math.floor((at * 4) / 3)
    const pair = (digits[digit]! << 6) | digits[digit + 1]!
    bytes[at] = pair >> (4 - 2 * (at % 3))
  }
  return bytes
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with control characters.
const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text)

/** `String.fromCharCode` takes its arguments on the stack. */
const chunk = 8192
