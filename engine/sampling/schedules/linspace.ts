const { fround } = Math

/**
 * `n` evenly spaced numbers from `first` to `last`, both included; only `first` for n = 1. Float32 as torch.linspace
 * computes it: the first half counted from the start, the second from the end.
 */
export function linspace(first: number, last: number, n: number): number[] {
  const [start, end] = [fround(first), fround(last)]
  const step = fround(fround(end - start) / (n - 1))
  return Array.from({ length: n }, (_, i) =>
    i < n / 2 ? fround(start + fround(step * i)) : fround(end - fround(step * (n - 1 - i))),
  ).map((value, i) => (i === 0 ? start : value))
}
