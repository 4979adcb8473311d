import type { Point } from '../../studio/canvas-view.ts'
import type { CanvasEvent } from './pointer-step.ts'

/**
 * Reports what the pointer, the wheel, Space and Escape do on the canvas.
 *
 * @param tell  returns whether a gesture was in progress: then nobody else hears Escape
 * @returns stops listening
 */
export function listenToPointer(canvas: HTMLCanvasElement, tell: (event: CanvasEvent) => boolean): () => void {
  const done = new AbortController()
  const options = { signal: done.signal }
  const on = <E extends keyof HTMLElementEventMap>(name: E, listener: (event: HTMLElementEventMap[E]) => void) =>
    canvas.addEventListener(name, listener, { ...options, passive: false })
  const at = ({ clientX, clientY }: MouseEvent): Point => {
    const box = canvas.getBoundingClientRect()
    return [clientX - box.left, clientY - box.top]
  }

  on('pointerdown', event => {
    canvas.focus()
    if (event.button !== 2) canvas.setPointerCapture(event.pointerId)
    tell({
      kind: 'down',
      at: at(event),
      button: event.button,
      time: event.timeStamp,
      ...modifiers(event),
      ...fingerOf(event),
    })
  })
  on('pointermove', event => tell({ kind: 'move', at: at(event), ...modifiers(event), ...fingerOf(event) }))
  on('pointerup', event => tell({ kind: 'up', at: at(event), ...modifiers(event), ...fingerOf(event) }))
  on('pointercancel', event => tell({ kind: 'cancel', at: at(event), ...fingerOf(event) }))
  on('pointerleave', () => tell({ kind: 'leave' }))
  on('dblclick', event => tell({ kind: 'double click', at: at(event) }))
  // On Linux the middle button would paste, elsewhere it would scroll: here it pans.
  for (const name of ['mousedown', 'mouseup', 'auxclick'] as const)
    on(name, event => event.button === 1 && event.preventDefault())
  on('contextmenu', event => {
    event.preventDefault()
    tell({ kind: 'menu', at: at(event) })
  })
  on('wheel', event => {
    event.preventDefault()
    tell({ kind: 'wheel', at: at(event), wheel: event, shift: event.shiftKey })
  })
  window.addEventListener(
    'keydown',
    event => {
      if (event.key === ' ') tell({ kind: 'space', isHeld: true })
      if (event.key === 'Escape' && tell({ kind: 'escape' })) event.stopPropagation()
    },
    { ...options, capture: true },
  )
  window.addEventListener('keyup', ({ key }) => key === ' ' && tell({ kind: 'space', isHeld: false }), options)
  window.addEventListener('blur', () => tell({ kind: 'space', isHeld: false }), options)
  return () => done.abort()
}

/** A finger is told by its pointer; mouse and pen are one pointer. */
const fingerOf = ({ pointerType, pointerId }: PointerEvent) => (pointerType === 'touch' ? { finger: pointerId } : {})

const modifiers = ({ shiftKey, ctrlKey, metaKey, altKey }: MouseEvent) => ({
  shift: shiftKey,
  ctrl: ctrlKey || metaKey,
  alt: altKey,
})
