import { copyNodes } from '../../../graph/clipboard/copy.ts'
import { pasteNodes } from '../../../graph/clipboard/paste.ts'
import { readClipboard } from '../../../graph/clipboard/read-clipboard.ts'
import { selectNodes } from '../../studio/selection.ts'
import type { Studio } from '../../studio/studio.ts'
import { selectedIds } from '../command.ts'
import { sizeOf } from '../node-commands.ts'
import { takePicture } from './drops.ts'

/** The selected nodes, as the text of a workflow; null when nothing is selected. */
export function copiedText(studio: Studio): string | null {
  const document = studio.documents.active()
  const ids = selectedIds(studio)
  return document && ids.length > 0 ? copyNodes(document.present, ids, sizeOf(studio)) : null
}

/** For menus and the palette; keys go through the clipboard's own events, which need no permission. */
export async function copySelection(studio: Studio): Promise<void> {
  const text = copiedText(studio)
  if (text !== null) await navigator.clipboard.writeText(text)
}

/** For menus and the palette, as `copySelection`. */
export async function pasteClipboard(studio: Studio, wires: Wires): Promise<void> {
  // A browser that does not let a page read everything still lets it read text.
  const items = await navigator.clipboard.read().catch(() => [])
  const picture = await pictureOf(items)
  const html = await textOf(items, 'text/html')
  if (picture) await takePicture(studio, picture)
  else pasteTexts(studio, [html ?? '', await navigator.clipboard.readText()], wires)
}

/** What becomes of wires into pasted nodes: only those among them are made, or also those from nodes that are there. */
export type Wires = 'inside' | 'with inputs'

/**
 * Pastes nodes, from here, another window or ComfyUI, which hides them in HTML.
 *
 * @param texts  what the clipboard holds, in each of its forms; the first that holds nodes counts
 */
export function pasteTexts(studio: Studio, texts: readonly string[], wires: Wires): void {
  const { documents, specs, canvas, notices } = studio
  const found = texts.map(text => readClipboard(text, specs)).find(each => each !== null)
  if (!found) {
    notices.tell('warn', 'The clipboard holds no nodes: copy some here, or in ComfyUI, first.')
    return
  }
  if (!documents.active()) documents.create()
  const { change, ids } = pasteNodes(documents.active()!.present, found, canvas.current?.pointer() ?? [0, 0], {
    specs,
    wires,
  })
  documents.change(ids.length === 1 ? 'Paste' : `Paste ${ids.length} nodes`, change)
  documents.select(selectNodes(ids.map(String)))
}

/** Beside the originals, without touching the clipboard. */
export function duplicateSelection(studio: Studio): void {
  const { documents, specs } = studio
  const document = documents.active()
  if (!document) return
  const copy = readClipboard(copyNodes(document.present, selectedIds(studio), sizeOf(studio)), specs)
  if (!copy) return
  const { change, ids } = pasteNodes(document.present, copy, null, { specs, wires: 'with inputs' })
  documents.change('Duplicate', change)
  documents.select(selectNodes(ids.map(String)))
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
