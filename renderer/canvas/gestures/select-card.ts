import { selectNodes } from '../../studio/selection.ts'
import type { CardNode } from '../cards/card-node.ts'
import type { Hands } from './gesture.ts'

/** @param adding  to or from what is selected already */
export function selectCard({ studio }: Hands, card: CardNode, adding: boolean): void {
  const nodes = studio.documents.active()?.selection.nodes ?? new Set<string>()
  if (adding && nodes.has(card.id)) studio.documents.select(selectNodes([...nodes].filter(id => id !== card.id)))
  else if (adding) studio.documents.select(selectNodes([...nodes, card.id]))
  else if (!nodes.has(card.id)) studio.documents.select(selectNodes([card.id]))
}
