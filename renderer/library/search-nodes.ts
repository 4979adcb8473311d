import { fittingInputs, fittingOutputs } from '../../graph/edit/fitting.ts'
import type { NodeSpec } from '../../graph/node.ts'
import { byCategory } from './categories.ts'

/** The loose end that a node must fit. */
export interface Fitting {
  /** Which end of the wire is fixed. */
  readonly side: 'input' | 'output'
  readonly type: string
}

/**
 * The nodes that a text may mean, best first: by the beginning of a word of the title, then of the type, then anywhere,
 * then letter by letter; of equals the one with the shorter title. Without a text all, what a workflow needs first first.
 */
export function searchNodes(specs: Iterable<NodeSpec>, text: string, fitting?: Fitting): readonly NodeSpec[] {
  const wanted = text.trim().toLowerCase()
  const fit = [...specs].filter(spec => !fitting || fits(spec, fitting))
  if (wanted === '') return fit.toSorted((a, b) => byCategory(a, b) || a.title.localeCompare(b.title))
  return fit
    .map(spec => ({ spec, score: scoreOf(spec, wanted) }))
    .filter(({ score }) => score > 0)
    .toSorted(
      (a, b) =>
        b.score - a.score || a.spec.title.length - b.spec.title.length || a.spec.title.localeCompare(b.spec.title),
    )
    .map(({ spec }) => spec)
}

/** From an output a wire goes into an input, and the other way round. */
const fits = (spec: NodeSpec, { side, type }: Fitting): boolean =>
  side === 'output' ? fittingInputs(spec, type).length > 0 : fittingOutputs(spec, type).length > 0

function scoreOf({ title, type, about, category }: NodeSpec, wanted: string): number {
  const words = wanted.split(/\s+/)
  const scores = words.map(word =>
    Math.max(4 * match(title, word), 3 * match(type, word), match(category, word), 0.5 * match(about, word)),
  )
  return scores.includes(0) ? 0.4 * inOrder(title, wanted) : scores.reduce((sum, score) => sum + score, 0)
}

/** 3: the whole · 2: the beginning of a word · 1: somewhere · 0: nowhere. */
function match(text: string, word: string): number {
  const lower = text.toLowerCase()
  if (lower === word) return 3
  const parts = text
    .replaceAll(/([a-z])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
  if (lower.startsWith(word) || parts.some(part => part.startsWith(word))) return 2
  return lower.includes(word) ? 1 : 0
}

/** Are the letters there in this order? `ksm` finds KSampler. */
function inOrder(text: string, letters: string): number {
  let at = 0
  for (const letter of text.toLowerCase()) if (letter === letters[at]) at++
  return at === letters.length ? 1 : 0
}
