import { inGroup, onDocument } from '../commands/command.ts'
import { openExample } from '../commands/first-commands.ts'
import { selectNodes } from '../studio/selection.ts'
import type { NodeView } from '../studio/studio.ts'
import { DrawingDialog } from './dialog/drawing-dialog.tsx'
import { openDrawing, selectedDrawing } from './open-drawing.ts'

const commands = [
  ...inGroup('Node', [
    onDocument({
      id: 'node.draw',
      title: 'Draw on the selected node',
      keys: ['D'],
      enabled: (studio, document) => selectedDrawing(studio, document) !== null,
      run: openDrawing,
    }),
  ]),
  ...inGroup('Help', [
    {
      id: 'first.drawing',
      title: 'Try drawing: a picture as you draw',
      async run(studio) {
        const { layout } = studio
        const document = await openExample(studio, 'hyper-sd-scribble')
        const canvas = document?.read().present.nodes.find(({ type }) => type === 'ScribbleCanvas')
        if (!document || !canvas) return
        document.select(selectNodes([String(canvas.id)]))
        openDrawing(studio, document)
        if (!layout.store.getState().live) layout.toggleLive()
      },
    },
  ]),
]

/** A node with a drawing opens it in a dialog of its own. */
export const drawingNodeView: NodeView = {
  name: 'drawing',
  commands,
  open: openDrawing,
  Dialog: ({ node, widget }) => <DrawingDialog node={node} widget={widget!} />,
}
