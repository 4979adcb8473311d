import type { Contradiction } from '../../graph/recipes/contradictions.ts'
import type { FewSteps, FoundFile } from './few-steps.ts'

/** What is shown beside one node: the settings of its file as an offer, and the settings that contradict a file. */
export interface Bubble {
  readonly node: string
  readonly offer: FoundFile | null
  readonly warnings: readonly Contradiction[]
}

/** Under which a person has dismissed an offer or a warning. */
export const offerKey = (document: string, { node, name, recipe }: FoundFile): string =>
  `${document} ${node.id} ${name} ${recipe?.id}`
export const warningKey = (document: string, { node, message }: Contradiction): string =>
  `${document} ${node} ${message}`

/**
 * The bubbles of a document: an offer under a node whose file's settings are not in use, a warning under each node that
 * contradicts a file. Where a single setting is wrong, its warning has the fix, and there is no offer.
 */
export function bubblesOf(
  document: string,
  { files, contradictions }: FewSteps,
  dismissed: ReadonlySet<string>,
): readonly Bubble[] {
  const warnings = contradictions.filter(each => !dismissed.has(warningKey(document, each)))
  const offers = files.filter(
    file =>
      file.stages.length > 0 &&
      (file.differs || !file.recipe) &&
      contradictions.filter(each => each.file === file.node.id).length !== 1 &&
      !dismissed.has(offerKey(document, file)),
  )
  const nodes = new Set([...offers.map(({ node }) => String(node.id)), ...warnings.map(({ node }) => String(node))])
  return [...nodes].map(id => ({
    node: id,
    offer: offers.find(({ node }) => String(node.id) === id) ?? null,
    warnings: warnings.filter(({ node }) => String(node) === id),
  }))
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly height: number
}

const gap = 8

/** How far each box moves down so that no two overlap; of two that do, the upper one stays. */
export function pushApart(boxes: readonly Box[]): readonly number[] {
  const placed: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }[] = []
  const moves = boxes.map(() => 0)
  for (const [i, { left, right, top: wanted, height }] of [...boxes.entries()].sort(([, a], [, b]) => a.top - b.top)) {
    let top = wanted
    for (const other of placed)
      if (left < other.right && other.left < right && top < other.bottom + gap && other.top < top + height)
        top = other.bottom + gap
    placed.push({ left, right, top, bottom: top + height })
    placed.sort((a, b) => a.top - b.top)
    moves[i] = top - wanted
  }
  return moves
}
