/**
 * Keeps results by key, so that none is made twice, not even by two callers at the same time. A result that failed is
 * forgotten at once. Beyond `most` results, the one that was asked for longest ago is forgotten.
 */
export function remember<K, T>(most = Number.POSITIVE_INFINITY): (key: K, make: () => Promise<T>) => Promise<T> {
  const kept = new Map<K, Promise<T>>()
  return (key, make) => {
    const known = kept.get(key)
    const made = known ?? make()
    kept.delete(key)
    kept.set(key, made)
    if (kept.size > most) kept.delete(kept.keys().next().value!)
    if (!known) made.catch(() => kept.delete(key))
    return made
  }
}
