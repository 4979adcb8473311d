import type { KeyboardEvent } from 'react'
import { clearLayer, invert } from '../../../graph/drawing/edit-drawing.ts'
import { runCommand } from '../../commands/all-commands.ts'
import { chordOf } from '../../commands/keyboard.ts'
import type { Point } from '../../studio/canvas-view.ts'
import type { Studio } from '../../studio/studio.ts'
import { layerIn, nextWidth } from '../drawing-session.ts'
import type { Surface } from '../surface/mount-surface.ts'
import type { DrawingDesk } from './use-desk.ts'

interface Hands {
  readonly studio: Studio
  readonly desk: DrawingDesk
  readonly surface: Surface | null
}

/** The keys of the drawing window. Fields and sliders keep their own. */
export function drawingKeys(event: KeyboardEvent, hands: Hands): void {
  const target = event.target as Element
  const chord = chordOf(event.nativeEvent, hands.studio.facts.platform === 'darwin')
  const isOnSurface = target.tagName === 'CANVAS'
  const action =
    (isOnSurface && onSurface(chord, hands)) ||
    (target.closest('input, textarea, [role=listbox], [role=grid], [role=menu]') ? null : anywhere[chord])
  if (!action) return
  event.preventDefault()
  event.stopPropagation()
  action(hands)
}

type Action = (hands: Hands) => void

const command =
  (id: string): Action =>
  ({ studio, desk }) =>
    runCommand(studio, id, desk.widget.document)
const width =
  (direction: 1 | -1): Action =>
  ({ desk: { session } }) =>
    session.setState(({ widths, tool }) => ({ widths: { ...widths, [tool]: nextWidth(widths[tool], direction) } }))
const zoom =
  (factor: number): Action =>
  ({ surface }) =>
    surface?.tell({ kind: 'zoom', factor })
const clear: Action = ({ desk }) =>
  desk.change('Clear layer', drawing => clearLayer(drawing, layerIn(drawing, desk.session.getState())))

/** While the pen is down, the stroke is the newest step: undo discards it. */
const undo: Action = hands => {
  if (hands.surface?.isDrawing) hands.surface.tell({ kind: 'discard' })
  else command('edit.undo')(hands)
}

const anywhere: Readonly<Record<string, Action>> = {
  B: ({ desk }) => desk.session.setState({ tool: 'pen', said: 'Pen.' }),
  E: ({ desk }) => desk.session.setState({ tool: 'eraser', said: 'Eraser.' }),
  X: ({ desk }) => desk.change('Swap black and white', invert),
  '[': width(-1),
  ']': width(1),
  '+': zoom(1.25),
  '=': zoom(1.25),
  '-': zoom(1 / 1.25),
  '0': ({ desk }) => desk.session.setState({ view: null }),
  Delete: clear,
  Backspace: clear,
  'Ctrl+Z': undo,
  'Ctrl+Y': command('edit.redo'),
  'Ctrl+Shift+Z': command('edit.redo'),
  'Alt+L': command('run.live'),
}

const directions: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** CSS pixels by which one key press pans. */
const panStep = 60

/** Arrow keys move the pen by a thirty-second of the drawing, with Shift by a pixel; with Alt they pan. */
function onSurface(chord: string, { surface }: Hands): Action | null {
  const [, modifier = '', key = ''] = /^(?:(Shift|Alt)\+)?(Arrow\w+|Enter|Escape)$/.exec(chord) ?? []
  if (!surface) return null
  if (chord === 'Enter') return () => surface.tell({ kind: 'touch' })
  // Escape discards a stroke; if there is none, it closes the window.
  if (chord === 'Escape') return surface.isDrawing ? () => surface.tell({ kind: 'discard' }) : null
  const direction = directions[key]
  if (!direction) return null
  if (modifier === 'Alt')
    return () => surface.tell({ kind: 'pan', by: [-direction[0] * panStep, -direction[1] * panStep] })
  return ({ desk }) => {
    const { width, height } = desk.drawing()
    const far = modifier === 'Shift' ? 1 : Math.max(1, Math.round(Math.min(width, height) / 32))
    surface.tell({ kind: 'step', by: [direction[0] * far, direction[1] * far] })
  }
}
