import type { Point } from '../../studio/canvas-view.ts'
import type { SurfaceEvent } from './surface-state.ts'

/**
 * Reports what the mouse, a finger, a stylus and Space do on the surface.
 *
 * @returns stops listening
 */
export function listenToSurface(canvas: HTMLCanvasElement, tell: (event: SurfaceEvent) => void): () => void {
  const done = new AbortController()
  const options = { signal: done.signal }
  const on = <E extends keyof HTMLElementEventMap>(name: E, listener: (event: HTMLElementEventMap[E]) => void) =>
    canvas.addEventListener(name, listener, { ...options, passive: false })
  const placeOf = (event: MouseEvent) => placeOn(canvas, event)

  on('pointerdown', event => tell(downOf(event, placeOf(event))))
  on('pointermove', event => {
    const all = event.getCoalescedEvents()
    const places = (all.length > 0 ? all : [event]).map(each => ({ at: placeOf(each), pressure: pressureIn(each) }))
    tell({ kind: 'move', id: event.pointerId, at: placeOf(event), places })
  })
  on('pointerup', event => tell({ kind: 'up', id: event.pointerId, at: placeOf(event), pressure: pressureIn(event) }))
  on('pointercancel', event => tell({ kind: 'cancel', id: event.pointerId }))
  on('pointerleave', () => tell({ kind: 'leave' }))
  on('contextmenu', event => event.preventDefault())
  on('wheel', event => {
    event.preventDefault()
    tell({ kind: 'wheel', wheel: event, at: placeOf(event) })
  })
  // The focus ring is shown to people who use the keyboard; the Tab that came here is released here too.
  on('keyup', () => canvas.toggleAttribute('data-keys', true))
  on('keydown', event => {
    if (event.key !== ' ') return
    event.preventDefault()
    tell({ kind: 'space', isHeld: true })
  })
  window.addEventListener('keyup', ({ key }) => key === ' ' && tell({ kind: 'space', isHeld: false }), options)
  return () => done.abort()
}

function placeOn(canvas: HTMLCanvasElement, { clientX, clientY }: MouseEvent): Point {
  const box = canvas.getBoundingClientRect()
  return [clientX - box.left, clientY - box.top]
}

const pressureIn = ({ pointerType, pressure }: PointerEvent): number | null => (pointerType === 'pen' ? pressure : null)

const downOf = (event: PointerEvent, at: Point): SurfaceEvent => ({
  kind: 'down',
  id: event.pointerId,
  at,
  pressure: pressureIn(event),
  button: event.button,
  // Bit 5 of `buttons` is a stylus' eraser.
  isTurned: (event.buttons & 32) !== 0,
  isStraight: event.shiftKey,
})
