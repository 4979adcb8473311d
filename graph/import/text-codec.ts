/** Converts bytes to text and back without TextDecoder, which TypeScript's language library does not declare. */

/** One character per byte. */
export function decodeLatin1(bytes: Uint8Array): string {
  const chunks: string[] = []
  for (let at = 0; at < bytes.length; at += chunk)
    // Not spread: a spread asks an iterator for each byte.
    chunks.push(Reflect.apply(String.fromCharCode, null, bytes.subarray(at, at + chunk)))
  return chunks.join('')
}

/** UTF-8, UTF-16 with its mark, or Latin-1 where the bytes are neither. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeUtf16(bytes.subarray(2), true)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeUtf16(bytes.subarray(2), false)
  // JSON begins with an ASCII character, whose other byte is 0.
  if (bytes.length > 3 && bytes[0] !== 0 && bytes[1] === 0 && bytes[3] === 0) return decodeUtf16(bytes, true)
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

export function decodeUtf16(bytes: Uint8Array, isLittle: boolean): string {
  const [low, high] = isLittle ? [0, 1] : [1, 0]
  const chunks: string[] = []
  for (let at = 0; at < bytes.length - 1; at += 2 * chunk) {
    const units = Array.from({ length: Math.min(chunk, (bytes.length - at) >> 1) }, (_, unit) => at + 2 * unit)
    chunks.push(String.fromCharCode(...units.map(place => bytes[place + low]! | (bytes[place + high]! << 8))))
  }
  return chunks.join('')
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
