/** `n` evenly spaced numbers from `first` to `last`, both included; only `first` for n = 1. */
export const linspace = (first: number, last: number, n: number): number[] =>
  Array.from({ length: n }, (_, i) => (i === 0 ? first : first + (i * (last - first)) / (n - 1)))
