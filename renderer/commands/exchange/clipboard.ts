import { copyNodes } from '../../../graph/clipboard/copy.ts'
import { pasteNodes } from '../../../graph/clipboard/paste.ts'
import { readClipboard } from '../../../graph/clipboard/read-clipboard.ts'
import type { Point } from '../../studio/canvas-view.ts'
import type { DocumentHandle } from '../../studio/document-handle.ts'
import { selectNodes } from '../../studio/selection.ts'
import type { Studio } from '../../studio/studio.ts'
import { selectedIds } from '../command.ts'
import { sizeOf } from '../node-commands.ts'
import { takePicture } from './drops.ts'

/** The selected nodes, as the text of a workflow; null when nothing is selected. */
export function copiedText(document: DocumentHandle, studio: Studio): string | null {
  const ids = selectedIds(document)
  return ids.length > 0 ? copyNodes(document.read().present, ids, sizeOf(studio)) : null
}

/** For menus and the palette; keys go through the clipboard's own events, which need no permission. */
export async function copySelection(document: DocumentHandle, studio: Studio): Promise<void> {
  const text = copiedText(document, studio)
  if (text !== null) await navigator.clipboard.writeText(text)
}

/** For menus and the palette, as `copySelection`. */
export async function pasteClipboard(
  studio: Studio,
  document: DocumentHandle | undefined,
  wires: Wires,
): Promise<void> {
  const at = studio.canvas.current?.pointer() ?? [0, 0]
  // A browser that does not let a page read everything still lets it read text.
  const items = await navigator.clipboard.read().catch(() => [])
  const picture = await pictureOf(items)
  const html = await textOf(items, 'text/html')
  if (picture) return takePicture(studio, document ?? studio.documents.create(), picture)
  pasteTexts(studio, document, [html ?? '', await navigator.clipboard.readText()], { at, wires })
}

/** What becomes of wires into pasted nodes: only those among them are made, or also those from nodes that are there. */
export type Wires = 'inside' | 'with inputs'

/**
 * Pastes nodes, from here, another window or ComfyUI, which hides them in HTML.
 *
 * @param document  where they go; undefined for a new document
 * @param texts  what the clipboard holds, in each of its forms; the first that holds nodes counts
 */
export function pasteTexts(
  { documents, specs, notices }: Studio,
  document: DocumentHandle | undefined,
  texts: readonly string[],
  { at, wires }: { readonly at: Point; readonly wires: Wires },
): void {
  const found = texts.map(text => readClipboard(text, specs)).find(each => each !== null)
  if (!found) {
    notices.tell('warn', 'The clipboard holds no nodes: copy some here, or in ComfyUI, first.')
    return
  }
  const into = document ?? documents.create()
  const { change, ids } = pasteNodes(into.read().present, found, at, { specs, wires })
  into.change(ids.length === 1 ? 'Paste' : `Paste ${ids.length} nodes`, change)
  into.select(selectNodes(ids.map(String)))
}

/** Beside the originals, without touching the clipboard. */
export function duplicateSelection(document: DocumentHandle, studio: Studio): void {
  const { specs } = studio
  const { present } = document.read()
  const copy = readClipboard(copyNodes(present, selectedIds(document), sizeOf(studio)), specs)
  if (!copy) return
  const { change, ids } = pasteNodes(present, copy, null, { specs, wires: 'with inputs' })
  document.change('Duplicate', change)
  document.select(selectNodes(ids.map(String)))
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
