import { isPinned, moveNodes } from '../../graph/edit/nodes.ts'
import { pointOf } from '../../graph/workflow.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import { selectNodes } from '../studio/selection.ts'
import type { Studio } from '../studio/studio.ts'
import { hasSelection, inGroup, onDocument } from './command.ts'

const directions = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] } as const
type Direction = keyof typeof directions
const places = { left: 'to the left', right: 'to the right', up: 'above', down: 'below' } as const
const key = (direction: Direction) => `Arrow${direction[0]!.toUpperCase()}${direction.slice(1)}`

/** Selects the next node in a direction and brings it into view. */
function walk({ canvas }: Studio, document: DocumentHandle, direction: Direction): void {
  const selected = [...document.read().selection.nodes].at(-1) ?? null
  const next = canvas.current?.neighbour(selected, direction)
  if (!next) return
  document.select(selectNodes([next]))
  canvas.current?.keepInView(next)
}

function nudge(document: DocumentHandle, direction: Direction, by: number): void {
  const { present, selection } = document.read()
  const [dx, dy] = directions[direction]
  const places = present.nodes
    .filter(node => selection.nodes.has(String(node.id)) && !isPinned(node))
    .map(({ id, pos }) => {
      const [x, y] = pointOf(pos)
      return [id, [x + dx * by, y + dy * by]] as const
    })
  document.change('Move', moveNodes(places), { merge: `nudge ${[...selection.nodes].join(' ')}` })
}

/** The graph by the keyboard: arrow keys go from node to node, with Ctrl they move the selected nodes. */
export const walkCommands = inGroup(
  'Edit',
  (Object.keys(directions) as Direction[]).flatMap(direction => [
    onDocument({
      id: `walk.${direction}`,
      title: `Select the node ${places[direction]}`,
      keys: [key(direction)],
      isOnCanvas: true,
      run: (studio, document) => walk(studio, document, direction),
    }),
    onDocument({
      id: `nudge.${direction}`,
      title: `Move the selected nodes ${direction}`,
      keys: [`Ctrl+${key(direction)}`],
      isOnCanvas: true,
      enabled: hasSelection,
      run: (_, document) => nudge(document, direction, 10),
    }),
  ]),
)
