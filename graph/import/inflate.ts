/** How many bits follow the codes 257 to 285, and the lengths they begin at (RFC 1951, section 3.2.5). */
const lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const lengths = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]
const distances = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
]
const codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

/** A Huffman code: how many codes have each length, and the symbols in the order of their codes. */
interface Code {
  readonly counts: Uint16Array
  readonly symbols: Uint16Array
}

/**
 * Inflates a zlib stream (RFC 1950, 1951), as PNG has it in compressed texts. Its checksum is not compared.
 *
 * @param most  the bytes that may come out; a small file may ask for gigabytes
 * @returns     undefined where the stream is damaged or longer than that
 */
export function inflate(zlib: Uint8Array, most: number): Uint8Array | undefined {
  if (zlib.length < 2 || (zlib[0]! & 15) !== 8) return undefined
  const bits = bitsOf(zlib.subarray(2))
  const out: Output = { bytes: new Uint8Array(Math.min(most, Math.max(1024, zlib.length * 4))), length: 0, most }
  try {
    for (let isLast = false; !isLast; ) {
      isLast = bits.read(1) === 1
      const kind = bits.read(2)
      if (kind === 0) copyStored(bits, out)
      else if (kind === 3) return undefined
      else inflateBlock(bits, out, ...(kind === 1 ? fixedCodes() : dynamicCodes(bits)))
    }
  } catch (error) {
    if (error instanceof Damaged) return undefined
    throw error
  }
  return out.bytes.subarray(0, out.length)
}

class Damaged extends Error {
  override readonly name = 'Damaged'
}

interface Output {
  bytes: Uint8Array
  length: number
  readonly most: number
}

function bitsOf(bytes: Uint8Array) {
  let [at, held, count] = [0, 0, 0]
  return {
    read(wanted: number): number {
      while (count < wanted) {
        if (at >= bytes.length) throw new Damaged()
        held |= bytes[at++]! << count
        count += 8
      }
      const value = held & ((1 << wanted) - 1)
      held >>>= wanted
      count -= wanted
      return value
    },
    /** Whole bytes, from the next one that was not begun. */
    take(length: number): Uint8Array {
      if (at + length > bytes.length) throw new Damaged()
      at += length
      return bytes.subarray(at - length, at)
    },
    align() {
      held = 0
      count = 0
    },
  }
}
type Bits = ReturnType<typeof bitsOf>

function room({ bytes, length, most }: Output, added: number): Uint8Array {
  if (length + added > most) throw new Damaged()
  if (length + added <= bytes.length) return bytes
  const larger = new Uint8Array(Math.min(most, Math.max(length + added, bytes.length * 2)))
  larger.set(bytes.subarray(0, length))
  return larger
}

function copyStored(bits: Bits, out: Output): void {
  bits.align()
  const [low, high] = bits.take(4)
  const block = bits.take(low! | (high! << 8))
  out.bytes = room(out, block.length)
  out.bytes.set(block, out.length)
  out.length += block.length
}

function inflateBlock(bits: Bits, out: Output, literals: Code, distanceCode: Code): void {
  for (;;) {
    const symbol = decode(bits, literals)
    if (symbol === 256) return
    if (symbol < 256) {
      out.bytes = room(out, 1)
      out.bytes[out.length++] = symbol
      continue
    }
    const length = lengths[symbol - 257]! + bits.read(lengthBits[symbol - 257] ?? 0)
    const at = decode(bits, distanceCode)
    const distance = distances[at]! + bits.read(at < 4 ? 0 : (at >> 1) - 1)
    if (!(length > 0) || !(distance <= out.length)) throw new Damaged()
    out.bytes = room(out, length)
    for (let i = 0; i < length; i++) out.bytes[out.length + i] = out.bytes[out.length + i - distance]!
    out.length += length
  }
}

function decode(bits: Bits, { counts, symbols }: Code): number {
  let [code, first, index] = [0, 0, 0]
  for (let length = 1; length < counts.length; length++) {
    code |= bits.read(1)
    const count = counts[length]!
    if (code - first < count) return symbols[index + code - first]!
    index += count
    first = (first + count) << 1
    code <<= 1
  }
  throw new Damaged()
}

function codeOf(sizes: readonly number[]): Code {
  const counts = new Uint16Array(16)
  for (const size of sizes) counts[size]!++
  counts[0] = 0
  const next = new Uint16Array(16)
  for (let length = 1; length < 15; length++) next[length + 1] = next[length]! + counts[length]!
  const symbols = new Uint16Array(sizes.length)
  sizes.forEach((size, symbol) => {
    if (size > 0) symbols[next[size]!++] = symbol
  })
  return { counts, symbols }
}

const fixedCodes = (): [Code, Code] => [
  codeOf(Array.from({ length: 288 }, (_, at) => (at < 144 ? 8 : at < 256 ? 9 : at < 280 ? 7 : 8))),
  codeOf(Array.from({ length: 30 }, () => 5)),
]

function dynamicCodes(bits: Bits): [Code, Code] {
  const [literals, distanceCodes, sizes] = [bits.read(5) + 257, bits.read(5) + 1, bits.read(4) + 4]
  const codeSizes = Array.from({ length: 19 }, () => 0)
  for (const place of codeOrder.slice(0, sizes)) codeSizes[place] = bits.read(3)
  const code = codeOf(codeSizes)
  const all: number[] = []
  while (all.length < literals + distanceCodes) {
    const symbol = decode(bits, code)
    if (symbol < 16) {
      all.push(symbol)
      continue
    }
    if (symbol === 16 && all.length === 0) throw new Damaged()
    const size = symbol === 16 ? all.at(-1)! : 0
    const times = symbol === 16 ? 3 + bits.read(2) : symbol === 17 ? 3 + bits.read(3) : 11 + bits.read(7)
    for (let i = 0; i < times; i++) all.push(size)
  }
  return [codeOf(all.slice(0, literals)), codeOf(all.slice(literals, literals + distanceCodes))]
}
