import { type Drawing, readDrawing, writeDrawing } from '../../graph/drawing/drawing.ts'

/** What a text is: the drawing, or the sentence that says why it is none. */
export type Found = { readonly drawing: Drawing } | { readonly why: string }

/**
 * Drawings by their texts. A document holds texts; who draws changes drawings. Both find each other here, so that after
 * each stroke, and after each undo, all strokes but one are the very objects that are painted already.
 */
const known = new Map<string, Found>()
const most = 100

export function drawingOf(text: string): Found {
  const found = known.get(text) ?? read(text)
  keep(text, found)
  return found
}

export function textOf(drawing: Drawing): string {
  const text = writeDrawing(drawing)
  if (!known.has(text)) keep(text, { drawing })
  return text
}

function read(text: string): Found {
  try {
    return { drawing: readDrawing(text) }
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) }
  }
}

/** The one used last is forgotten last. */
function keep(text: string, found: Found): void {
  known.delete(text)
  known.set(text, found)
  if (known.size > most) known.delete(known.keys().next().value!)
}
