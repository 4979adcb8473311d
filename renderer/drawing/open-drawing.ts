import { currentType } from '../../graph/renames.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import type { Overlay } from '../studio/layout.ts'
import type { Studio } from '../studio/studio.ts'

/** The dialog in which the drawing of a widget is edited. */
export const drawingDialog = (document: DocumentHandle, node: string, widget: string): Overlay => ({
  kind: 'node',
  view: 'drawing',
  document: document.id,
  node,
  widget,
  coversCanvas: true,
})

/** The drawing of the one node that is selected, if it has one. */
export function selectedDrawing(
  { specs }: Studio,
  document: DocumentHandle,
): { readonly node: string; readonly widget: string } | null {
  const { present, selection } = document.read()
  const node = selection.nodes.size === 1 ? present.nodes.find(({ id }) => selection.nodes.has(String(id))) : undefined
  if (!node) return null
  const inputs = Object.entries(specs.get(currentType(node.type))?.inputs ?? {})
  const widget = inputs.find(([, { kind }]) => kind === 'drawing')?.[0]
  return widget === undefined ? null : { node: String(node.id), widget }
}

/** @returns whether there was one to open */
export function openDrawing(studio: Studio, document: DocumentHandle): boolean {
  const drawing = selectedDrawing(studio, document)
  if (drawing) studio.layout.open(drawingDialog(document, drawing.node, drawing.widget))
  return drawing !== null
}
