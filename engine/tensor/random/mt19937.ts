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

/**
 * @param seed  an unsigned 32-bit integer
 * @returns     a function giving the next unsigned 32-bit integer of the stream
 */
export function mt19937(seed: number): () => number {
  const state = new Uint32Array(N)
  state[0] = seed
  for (let j = 1; j < N; j++) state[j] = Math.imul(1812433253, state[j - 1]! ^ (state[j - 1]! >>> 30)) + j
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
