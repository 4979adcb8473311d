import { useStore } from 'zustand'
import { useActive } from '../../studio/use-studio.ts'
import type { CardNode } from '../cards/card-node.ts'
import { overlap } from '../geometry.ts'
import { useCanvas } from '../use-canvas.ts'
import css from './mirror.module.css'

/**
 * The nodes in view as invisible elements with names and places, for screen readers and other programs that read the
 * page. Pointer events go through to the canvas.
 */
export function Mirror() {
  const { state, mounted } = useCanvas()
  const { offset, scale, size } = useStore(state)
  const document = useActive()
  if (!document) return null
  const area = [-offset[0], -offset[1], size[0] / scale, size[1] / scale] as const
  const seen = [...mounted.graph.cards.values()]
  return (
    <ul
      className={css.mirror}
      aria-label="Nodes in view"
      style={{ transform: `scale(${scale}) translate(${offset[0]}px, ${offset[1]}px)` }}
    >
      {seen
        .filter(card => overlap(card.bounds, area))
        .slice(0, 150)
        .map(card => (
          <MirroredNode key={card.id} card={card} selected={document.selection.nodes.has(card.id)} />
        ))}
    </ul>
  )
}

/** What a person sees of a node beside its title. */
const statesOf = ({ node, spec }: CardNode, selected: boolean): readonly string[] =>
  [
    selected && 'selected',
    node.mode === 2 && 'muted',
    node.mode === 4 && 'bypassed',
    node.flags?.pinned === true && 'pinned',
    node.flags?.collapsed === true && 'collapsed',
    !spec && 'not installed',
  ].filter(state => state !== false)

function MirroredNode({ card, selected }: { readonly card: CardNode; readonly selected: boolean }) {
  const [x, y, w, h] = card.bounds
  const place = (side: string, [px, py]: readonly [number, number]) => ({
    'data-side': side,
    style: { left: card.pos[0]! - x + px - 5, top: card.pos[1]! - y + py - 5, width: 10, height: 10 },
  })
  return (
    <li
      data-node={card.id}
      data-type={card.node.type}
      data-pictures={card.pictures.length}
      aria-label={[card.title, ...statesOf(card, selected)].join(', ')}
      style={{ left: x, top: y, width: w, height: h }}
    >
      {card.layout.inputs.map(({ name, at }) => (
        <i key={name} data-socket={name} {...place('input', at)} />
      ))}
      {card.layout.outputs.map(({ name, at }) => (
        <i key={name} data-socket={name} {...place('output', at)} />
      ))}
      {card.layout.widgets.map(({ name, row: { part }, rect: [wx, wy, ww, wh] }) => (
        <i
          key={`${name} ${part}`}
          data-widget={name}
          data-part={part}
          style={{ left: card.pos[0]! - x + wx, top: card.pos[1]! - y + wy, width: ww, height: wh }}
        />
      ))}
    </li>
  )
}
