import { selectNodes } from '../../studio/selection.ts'
import type { CardNode } from '../cards/card-node.ts'
import type { Holding } from './gesture.ts'

/** @param adding  to or from what is selected already */
export function selectCard({ document }: Holding, card: CardNode, adding: boolean): void {
  const nodes = document.read().selection.nodes
  if (adding && nodes.has(card.id)) document.select(selectNodes([...nodes].filter(id => id !== card.id)))
  else if (adding) document.select(selectNodes([...nodes, card.id]))
  else if (!nodes.has(card.id)) document.select(selectNodes([card.id]))
}
