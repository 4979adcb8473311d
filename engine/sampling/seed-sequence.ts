/**
 * numpy.random.SeedSequence: many independent 32-bit seeds from one, by hashing — O'Neill 2015, "Developing a seed_seq
 * Alternative" (pcg-random.org); numpy/random/bit_generator.pyx. torchsde's Brownian tree takes its seeds from it.
 */
const HASH = { start: 0x43b0d7e5, factor: 0x931e8875 }
const OUTPUT = { start: 0x8b51f9dd, factor: 0x58f38ded }

/** Each call hashes one word and advances the constant. */
function hasher({ start, factor }: { start: number; factor: number }): (word: number) => number {
  let constant = start
  return word => {
    const mixed = word ^ constant
    constant = Math.imul(constant, factor)
    const product = Math.imul(mixed, constant)
    return product ^ (product >>> 16)
  }
}

function mix(x: number, y: number): number {
  const r = Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y)
  return r ^ (r >>> 16)
}

function wordsOf(entropy: bigint): number[] {
  const words = [Number(BigInt.asUintN(32, entropy))]
  for (let rest = entropy >> 32n; rest > 0n; rest >>= 32n) words.push(Number(BigInt.asUintN(32, rest)))
  return words
}

function fillPool(entropy: readonly number[], poolSize: number): Int32Array {
  const hash = hasher(HASH)
  const pool = Int32Array.from({ length: poolSize }, (_, i) => hash(entropy[i] ?? 0))
  for (let from = 0; from < poolSize; from++)
    for (let to = 0; to < poolSize; to++) if (from !== to) pool[to] = mix(pool[to]!, hash(pool[from]!))
  for (const word of entropy.slice(poolSize))
    for (let to = 0; to < poolSize; to++) pool[to] = mix(pool[to]!, hash(word))
  return pool
}

/**
 * `SeedSequence(entropy, spawn_key=spawnKey, pool_size=poolSize).generate_state(count)`
 *
 * @param entropy   not negative
 * @param spawnKey  which child, each number below 2³²; empty for the root
 * @returns         `count` unsigned 32-bit seeds
 */
export function seedSequence(
  entropy: bigint,
  spawnKey: readonly number[],
  { poolSize, count }: { poolSize: number; count: number },
): Uint32Array {
  const words = wordsOf(entropy)
  if (spawnKey.length > 0) while (words.length < poolSize) words.push(0)
  const pool = fillPool([...words, ...spawnKey], poolSize)
  const hash = hasher(OUTPUT)
  return Uint32Array.from({ length: count }, (_, i) => hash(pool[i % poolSize]!))
}
