import { mt19937 } from './mt19937.ts'

/**
 * Python's `random.seed(seed)` for whole numbers below 2³², and its `randrange`: a Mersenne Twister that is initialised with
 * an array of words, of which as many top bits are read as the range needs.
 */
export function pythonGenerator(seed: number): { below(range: number): number } {
  const word = mt19937([seed])
  return {
    below(range) {
      const bits = Math.floor(Math.log2(range)) + 1
      for (;;) {
        const drawn = word() >>> (32 - bits)
        if (drawn < range) return drawn
      }
    },
  }
}
