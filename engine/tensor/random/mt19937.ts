/**
 * The Mersenne Twister MT19937 — Matsumoto & Nishimura 1998, doi:10.1145/272991.272995, with the 2002 initialisation.
 * PyTorch's CPU generator is this, seeded with the low 32 bits of the seed.
 */
const N = 624
const M = 397

/** The next word of the recurrence: top bit of `a`, the other 31 of `b`, shifted, twisted when odd. */
const twist = (a: number, b: number): number => {
  const y = (a & 0x80000000) | (b & 0x7fffffff)
  return (y >>> 1) ^ (b & 1 ? 0x9908b0df : 0)
}

function renew(state: Uint32Array): void {
  for (let k = 0; k < N - M; k++) state[k] = state[k + M]! ^ twist(state[k]!, state[k + 1]!)
  for (let k = N - M; k < N - 1; k++) state[k] = state[k + M - N]! ^ twist(state[k]!, state[k + 1]!)
  state[N - 1] = state[M - 1]! ^ twist(state[N - 1]!, state[0]!)
}

function stateOf(seed: number): Uint32Array {
  const state = new Uint32Array(N)
  state[0] = seed
  for (let j = 1; j < N; j++) state[j] = Math.imul(1812433253, state[j - 1]! ^ (state[j - 1]! >>> 30)) + j
  return state
}

/** The initialisation by an array of words (init_by_array of 2002). */
function stateOfWords(words: readonly number[]): Uint32Array {
  const state = stateOf(19650218)
  let [i, j] = [1, 0]
  const forward = (factor: number, k: number) => {
    state[i] = (state[i]! ^ Math.imul(state[i - 1]! ^ (state[i - 1]! >>> 30), factor)) + k
    if (++i < N) return
    state[0] = state[N - 1]!
    i = 1
  }
  for (let k = Math.max(N, words.length); k > 0; k--) {
    forward(1664525, words[j]! + j)
    j = (j + 1) % words.length
  }
  for (let k = N - 1; k > 0; k--) forward(1566083941, -i)
  state[0] = 0x80000000
  return state
}

/**
 * @param seed  an unsigned 32-bit integer, or several
 * @returns     a function giving the next unsigned 32-bit integer of the stream
 */
export function mt19937(seed: number | readonly number[]): () => number {
  const state = typeof seed === 'number' ? stateOf(seed) : stateOfWords(seed)
  let at = N
  return () => {
    if (at === N) {
      renew(state)
      at = 0
    }
    let y = state[at++]!
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }
}
