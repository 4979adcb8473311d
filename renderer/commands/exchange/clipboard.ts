import { copyNodes } from '../../../graph/clipboard/copy.ts'
import { pasteNodes } from '../../../graph/clipboard/paste.ts'
import { readClipboard } from '../../../graph/clipboard/read-clipboard.ts'
import type { Point } from '../../studio/canvas-view.ts'
import type { DocumentHandle } from '../../studio/document-handle.ts'
import { selectNodes } from '../../studio/selection.ts'
import type { Studio } from '../../studio/studio.ts'
import { selectedIds } from '../command.ts'
import { sizeOf } from '../node-commands.ts'
import { pastePicture } from './drops.ts'

/** The selected nodes, as the text of a workflow; null when nothing is selected. */
export function copiedText(studio: Studio, document: DocumentHandle): string | null {
  const ids = selectedIds(document)
  return ids.length > 0 ? copyNodes(document.read().present, ids, sizeOf(studio, document)) : null
}

/** Copies for menus and the palette. Keys use the clipboard's own events, which need no permission. */
export async function copySelection(studio: Studio, document: DocumentHandle): Promise<void> {
  const text = copiedText(studio, document)
  if (text !== null) await navigator.clipboard.writeText(text)
}

/** Pastes for menus and the palette, see `copySelection`. */
export async function pasteClipboard(
  studio: Studio,
  document: DocumentHandle | undefined,
  wires: Wires,
): Promise<void> {
  const at = studio.canvas.current?.pointer() ?? [0, 0]
  // A browser that refuses to read pictures may still read text.
  const items = await navigator.clipboard.read().catch(() => [])
  const picture = await pictureOf(items)
  const html = await textOf(items, 'text/html')
  if (picture) return pastePicture(studio, document ?? studio.documents.create(), picture)
  pasteTexts(studio, document, [html ?? '', await navigator.clipboard.readText()], { at, wires })
}

/** Which wires pasted nodes get: those between them, or also those that came from other nodes of the document. */
export type Wires = 'inside' | 'with inputs'

/**
 * Pastes nodes that were copied here, in another window, or in ComfyUI, which writes them into HTML.
 *
 * @param document  gets the nodes; undefined: a new document does
 * @param texts  the clipboard's content in each of its formats; the first that contains nodes is used
 */
export function pasteTexts(
  studio: Studio,
  document: DocumentHandle | undefined,
  texts: readonly string[],
  { at, wires }: { readonly at: Point; readonly wires: Wires },
): void {
  const { documents, specs, notices } = studio
  const found = texts.map(text => readClipboard(text, specs)).find(each => each !== null)
  if (!found) {
    notices.report('warn', 'The clipboard contains no nodes. Copy nodes here or in ComfyUI first.')
    return
  }
  const into = document ?? documents.create()
  const { change, ids } = pasteNodes(into.read().present, found, at, { specs, wires })
  into.change(ids.length === 1 ? 'Paste' : `Paste ${ids.length} nodes`, change)
  selectNew(studio, into, ids)
}

/** Selects nodes that were added, and brings them into view. */
function selectNew(studio: Studio, document: DocumentHandle, ids: readonly number[]): void {
  document.select(selectNodes(ids.map(String)))
  studio.canvasOf(document)?.keepInView(...ids.map(String))
}

/** Copies the selected nodes beside the originals. The clipboard stays as it is. */
export function duplicateSelection(studio: Studio, document: DocumentHandle): void {
  const { specs } = studio
  const { present } = document.read()
  const copy = readClipboard(copyNodes(present, selectedIds(document), sizeOf(studio, document)), specs)
  if (!copy) return
  const { change, ids } = pasteNodes(present, copy, null, { specs, wires: 'with inputs' })
  document.change('Duplicate', change)
  selectNew(studio, document, ids)
}

async function pictureOf(items: readonly ClipboardItem[]): Promise<File | null> {
  for (const item of items) {
    const type = item.types.find(type => type.startsWith('image/'))
    if (type) return new File([await item.getType(type)], `pasted.${type.slice(6)}`, { type })
  }
  return null
}

async function textOf(items: readonly ClipboardItem[], type: string): Promise<string | null> {
  const item = items.find(({ types }) => types.includes(type))
  return item ? (await item.getType(type)).text() : null
}
