/**
 * Up to `most` of `names` that a user may have meant by `wanted`, likeliest first.
 *
 * @param least  the similarity that counts, 0…1
 */
export function nearest(wanted: string, names: readonly string[], most = 3, least = 0.4): string[] {
  return names
    .map(name => ({ name, score: similarity(stem(wanted), stem(name)) }))
    .filter(({ score }) => score >= least)
    .sort((a, b) => b.score - a.score || a.name.localeCompare(b.name))
    .slice(0, most)
    .map(({ name }) => name)
}

/** The file's name without folder, ending, case and punctuation, as people remember it. */
const stem = (name: string): string =>
  name
    .slice(name.lastIndexOf('/') + 1)
    .replace(/\.[a-z]\w*$/i, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** Dice's coefficient over pairs of letters: 2·|A ∩ B| / (|A| + |B|), 0…1. */
function similarity(a: string, b: string): number {
  if (a === b) return 1
  const left = pairs(a)
  const right = pairs(b)
  if (left.size === 0 || right.size === 0) return 0
  return (2 * [...left].filter(pair => right.has(pair)).length) / (left.size + right.size)
}

const pairs = (word: string): Set<string> =>
  new Set(Array.from({ length: Math.max(0, word.length - 1) }, (_, i) => word.slice(i, i + 2)))
