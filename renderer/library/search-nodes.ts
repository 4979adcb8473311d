import { fittingInputs, fittingOutputs } from '../../graph/edit/fitting.ts'
import type { NodeSpec } from '../../graph/node.ts'
import { byCategory } from './categories.ts'
import { usageOf } from './node-usage.ts'

/** The loose end that a node must fit. */
export interface Fitting {
  /** Which end of the wire is fixed. */
  readonly side: 'input' | 'output'
  readonly type: string
}

/**
 * The nodes that a text may mean, best first. A title that is the text or begins with it comes first, then a class name
 * that does, then words inside the title, the class name, an input's name, the category and the description. Of similar
 * matches the node that more workflows use comes first.
 *
 * Without a text: for a wire the fitting nodes that are used most, else all nodes by category, the used ones first.
 */
export function searchNodes(specs: Iterable<NodeSpec>, text: string, fitting?: Fitting): readonly NodeSpec[] {
  const wanted = text.trim().toLowerCase().replaceAll(/\s+/g, ' ')
  const fit = [...specs].filter(spec => !fitting || fits(spec, fitting))
  const byTitle = (a: NodeSpec, b: NodeSpec) => a.title.length - b.title.length || a.title.localeCompare(b.title)
  if (wanted === '')
    return fitting
      ? fit.toSorted((a, b) => usageOf(b.type) - usageOf(a.type) || byCategory(a, b) || byTitle(a, b))
      : fit.toSorted((a, b) => byCategory(a, b) || usageOf(b.type) - usageOf(a.type) || byTitle(a, b))
  return fit
    .map(spec => ({ spec, score: scoreOf(spec, wanted) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || byTitle(a.spec, b.spec))
    .map(({ spec }) => spec)
}

/** From an output a wire goes into an input, and the other way round. */
const fits = (spec: NodeSpec, { side, type }: Fitting): boolean =>
  side === 'output' ? fittingInputs(spec, type).length > 0 : fittingOutputs(spec, type).length > 0

/** What usage adds to a match: enough to pass a better match of a node that nobody uses, never an exact title. */
const usageWeight = 30

/** 0: the text does not mean this node. */
function scoreOf(spec: NodeSpec, wanted: string): number {
  const { title, type } = spec
  if (title.toLowerCase() === wanted) return 200
  if (type.toLowerCase() === wanted) return 150
  const match = Math.max(beginning(title, wanted, 80), beginning(type, wanted, 75), wordByWord(spec, wanted))
  if (match > 0) return match + usageWeight * usageOf(type)
  return inOrder(title, wanted) ? 1 + usageOf(type) : 0
}

const beginning = (name: string, wanted: string, score: number): number =>
  name.toLowerCase().startsWith(wanted) ? score : 0

/** The weakest match of the words: all of them must be there. */
function wordByWord({ title, type, category, about, inputs }: NodeSpec, wanted: string): number {
  const scores = wanted
    .split(' ')
    .map(word =>
      Math.max(
        65 * match(title, word),
        60 * match(type, word),
        Object.keys(inputs).includes(word) ? 50 : 0,
        30 * match(category, word),
        20 * match(about, word),
      ),
    )
  return Math.min(...scores)
}

/** 1: the beginning of a word · 0.5: inside one · 0: nowhere. */
function match(text: string, word: string): number {
  const parts = text
    .replaceAll(/([a-z])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
  if (parts.some(part => part.startsWith(word))) return 1
  return text.toLowerCase().includes(word) ? 0.5 : 0
}

/** Are the letters there in this order? `ksm` finds KSampler. */
function inOrder(text: string, letters: string): boolean {
  let at = 0
  for (const letter of text.toLowerCase()) if (letter === letters[at]) at++
  return at === letters.length
}
