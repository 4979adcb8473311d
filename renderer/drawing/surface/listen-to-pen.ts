import type { Tool } from '../../../graph/drawing/drawing.ts'
import type { Point } from '../../studio/canvas-view.ts'
import type { DrawingSessionStore } from '../drawing-session.ts'
import type { Surface } from './mount-surface.ts'
import { pressureOf } from './pen.ts'

/**
 * Mouse, finger and stylus on the surface: they draw; the middle button, or Space, pans; the wheel zooms. Every place
 * between two frames counts, else quick lines would have corners.
 *
 * @returns ends listening
 */
export function listenToPen(canvas: HTMLCanvasElement, surface: Surface, session: DrawingSessionStore): () => void {
  const done = new AbortController()
  const options = { signal: done.signal }
  /** The pointer that draws or pans; another one that comes meanwhile does nothing. */
  let down: { readonly id: number; readonly pans: boolean; last: Point } | null = null
  let lastEnd: Point | null = null
  let isSpaceHeld = false

  const placeOf = ({ clientX, clientY }: MouseEvent): Point => {
    const box = canvas.getBoundingClientRect()
    return [clientX - box.left, clientY - box.top]
  }
  const on = <E extends keyof HTMLElementEventMap>(name: E, listener: (event: HTMLElementEventMap[E]) => void) =>
    canvas.addEventListener(name, listener, { ...options, passive: false })

  on('pointerdown', event => {
    if (event.button === 2 || down || surface.isDrawing) return
    canvas.setPointerCapture(event.pointerId)
    canvas.toggleAttribute('data-keys', false)
    const at = placeOf(event)
    const pans = event.button === 1 || isSpaceHeld
    down = { id: event.pointerId, pans, last: at }
    if (pans) {
      canvas.style.cursor = 'grabbing'
      surface.point(null)
      return
    }
    const { tool, pressure } = session.getState()
    // A stylus turned round erases.
    const used: Tool = (event.buttons & 32) !== 0 ? 'eraser' : tool
    const pressed = pressureOf(event, pressure)
    const here = surface.view.toDrawing(at)
    // With Shift the line goes on, straight, from where the last one ended.
    const isStraight = event.shiftKey && lastEnd !== null
    surface.begin(used, isStraight ? lastEnd! : here, pressed)
    if (isStraight) surface.draw(here, pressed)
  })
  on('pointermove', event => {
    const at = placeOf(event)
    if (down?.pans && down.id === event.pointerId) {
      surface.pan([at[0] - down.last[0], at[1] - down.last[1]])
      down.last = at
      return
    }
    if (!isSpaceHeld) surface.point(at)
    if (down?.id !== event.pointerId) return
    const { pressure } = session.getState()
    const all = event.getCoalescedEvents()
    for (const each of all.length > 0 ? all : [event])
      surface.draw(surface.view.toDrawing(placeOf(each)), pressureOf(each, pressure))
  })
  on('pointerup', event => {
    if (down?.id !== event.pointerId) return
    const { pans } = down
    down = null
    canvas.style.cursor = isSpaceHeld ? 'grab' : ''
    if (pans) return
    lastEnd = surface.view.toDrawing(placeOf(event))
    // A stylus that is lifted presses no more: its line ends where it last pressed.
    if (event.pointerType !== 'pen') surface.draw(lastEnd, 1, true)
    surface.end(lastEnd)
  })
  on('pointercancel', event => {
    if (down?.id !== event.pointerId) return
    down = null
    surface.giveUp()
  })
  on('pointerleave', () => surface.point(null))
  on('contextmenu', event => event.preventDefault())
  on('wheel', event => {
    event.preventDefault()
    // As on the graph's canvas: a wheel zooms, two fingers on a touchpad pan.
    const isTouchpad = event.deltaMode === 0 && !event.ctrlKey && (event.deltaX !== 0 || Math.abs(event.deltaY) < 15)
    if (isTouchpad) surface.pan([-event.deltaX, -event.deltaY])
    else surface.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), placeOf(event))
  })
  // The ring is for whoever came by the keys: Tab, too, is let go here.
  on('keyup', () => canvas.toggleAttribute('data-keys', true))
  on('keydown', event => {
    if (event.key !== ' ') return
    event.preventDefault()
    isSpaceHeld = true
    canvas.style.cursor = 'grab'
    surface.point(null)
  })
  window.addEventListener(
    'keyup',
    event => {
      if (event.key !== ' ') return
      isSpaceHeld = false
      canvas.style.cursor = ''
    },
    options,
  )
  return () => done.abort()
}
