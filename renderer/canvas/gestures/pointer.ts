import type { CardNode } from '../cards/card-node.ts'
import { type Hit, hit } from '../hit.ts'
import { boxSelect } from './box-select.ts'
import { dragGroup, resizeGroupBox } from './drag-group.ts'
import { dragWidget, isDraggable } from './drag-widget.ts'
import { dragWire } from './drag-wire.ts'
import { dragThreshold, type Gesture, type Hands, type Holding, type Place } from './gesture.ts'
import { moveCards } from './move-nodes.ts'
import { pan } from './pan.ts'
import { press } from './press.ts'
import { resizeCard } from './resize.ts'
import { selectCard } from './select-card.ts'

/**
 * Turns pointer events into gestures. A press becomes a gesture when it has moved a few pixels, else a click.
 *
 * @returns ends listening
 */
export function listenToPointer(canvas: HTMLCanvasElement, hands: Hands): () => void {
  const { view, state, pointing, repaint } = hands
  const done = new AbortController()
  const options = { signal: done.signal }
  let pressed: Pressed | null = null
  let gesture: Gesture | null = null
  let spaceHeld = false

  const placeOf = (event: MouseEvent): Place => {
    const box = canvas.getBoundingClientRect()
    const screen = [event.clientX - box.left, event.clientY - box.top] as const
    return { screen, graph: view.toGraph(screen) }
  }
  const finish = (how: 'end' | 'cancel', at: Place) => {
    gesture?.[how](at)
    gesture = null
    pressed = null
    canvas.style.cursor = ''
  }

  canvas.addEventListener(
    'pointerdown',
    event => {
      canvas.focus()
      state.setState({ floating: null })
      if (event.button === 2) return
      canvas.setPointerCapture(event.pointerId)
      const at = placeOf(event)
      const document = hands.studio.documents.active()
      if (document) pressed = { event, at, on: hit(view, hands.graph, at.graph), holding: { ...hands, document } }
    },
    options,
  )
  canvas.addEventListener(
    'pointermove',
    event => {
      const at = placeOf(event)
      if (!pressed) return hover(hands, canvas, at)
      const moved = Math.hypot(at.screen[0] - pressed.at.screen[0], at.screen[1] - pressed.at.screen[1])
      if (!gesture && moved < dragThreshold) return
      gesture ??= begin(pressed, spaceHeld)
      canvas.style.cursor = gesture?.cursor ?? ''
      gesture?.move(at)
    },
    options,
  )
  canvas.addEventListener(
    'pointerup',
    event => {
      const at = placeOf(event)
      const click = gesture === null ? pressed : null
      finish('end', at)
      if (click?.event.button === 0) press(click.holding, click.on, event, at)
    },
    options,
  )
  canvas.addEventListener('pointercancel', event => finish('cancel', placeOf(event)), options)
  canvas.addEventListener(
    'pointerleave',
    () => {
      pointing.hovered = null
      repaint()
    },
    options,
  )
  canvas.addEventListener(
    'dblclick',
    event => {
      const at = placeOf(event)
      const on = hit(view, hands.graph, at.graph)
      if (on.on === 'ground') state.setState({ floating: { kind: 'search', at: at.graph, from: null } })
      if (on.on === 'title') state.setState({ floating: { kind: 'title', node: on.card.id } })
      if (on.on === 'group') state.setState({ floating: { kind: 'group-title', index: on.index } })
    },
    options,
  )
  canvas.addEventListener(
    'contextmenu',
    event => {
      event.preventDefault()
      const at = placeOf(event)
      const on = hit(view, hands.graph, at.graph)
      if ('card' in on) selectCard({ ...hands, document: hands.studio.documents.active()! }, on.card, false)
      state.setState({ floating: { kind: 'menu', at: at.screen, hit: on } })
    },
    options,
  )
  canvas.addEventListener(
    'wheel',
    event => {
      event.preventDefault()
      wheel(hands, event, placeOf(event))
    },
    { ...options, passive: false },
  )
  window.addEventListener(
    'keydown',
    event => {
      if (event.key === ' ') spaceHeld = true
      if (event.key !== 'Escape' || !gesture) return
      event.stopPropagation()
      finish('cancel', pressed!.at)
      repaint()
    },
    { ...options, capture: true },
  )
  window.addEventListener('keyup', event => event.key === ' ' && (spaceHeld = false), options)
  return () => done.abort()
}

/** Where and on what the button went down. */
interface Pressed {
  readonly event: PointerEvent
  readonly at: Place
  readonly on: Hit
  readonly holding: Holding
}

/** Which gesture a drag that starts here is. */
function begin({ holding: hands, on, event, at }: Pressed, spaceHeld: boolean): Gesture | null {
  if (event.button === 1 || spaceHeld) return pan(hands, at)
  switch (on.on) {
    case 'socket':
      return dragSocket(hands, on)
    case 'widget':
      return isDraggable(on.widget) ? dragWidget(hands, at, on.card, on.widget) : dragCard(hands, on.card, at)
    case 'corner':
      return resizeCard(hands, at, on.card)
    case 'title':
    case 'card':
    case 'picture':
      return dragCard(hands, on.card, at)
    case 'group':
      return on.part === 'corner' ? resizeGroupBox(hands, at, on.index) : dragGroup(hands, at, on.index)
    case 'wire':
    case 'ground':
      return event.ctrlKey || event.metaKey || event.shiftKey ? boxSelect(hands, at, event.shiftKey) : pan(hands, at)
  }
}

/** From an input that is wired, the wire comes along; from any other socket a new one is pulled. */
function dragSocket(hands: Holding, { card, side, slot }: Extract<Hit, { on: 'socket' }>): Gesture {
  const socket = card.layout.inputs[slot]
  const link = side === 'input' && socket?.link ? hands.graph.graph.links[socket.link] : undefined
  const origin = link && hands.graph.cards.get(link.origin_id)
  if (!link || !origin || !socket) return dragWire(hands, { card, side, slot })
  const takenOff = { card, name: socket.name }
  return dragWire(hands, { card: origin, side: 'output', slot: link.origin_slot, takenOff })
}

function dragCard(hands: Holding, card: CardNode, at: Place): Gesture | null {
  const { document, graph } = hands
  if (!document.read().selection.nodes.has(card.id)) selectCard(hands, card, false)
  const cards = [...document.read().selection.nodes]
    .flatMap(id => graph.cards.get(id) ?? [])
    .filter(({ flags }) => !flags.pinned)
  return cards.length > 0 ? moveCards(hands, at, cards) : pan(hands, at)
}

const cursors: Partial<Record<Hit['on'], string>> = {
  socket: 'crosshair',
  corner: 'nwse-resize',
  widget: 'pointer',
  wire: 'pointer',
}

function hover({ view, graph, pointing, repaint }: Hands, canvas: HTMLCanvasElement, at: Place): void {
  const on = hit(view, graph, at.graph)
  canvas.style.cursor = on.on === 'widget' && isDraggable(on.widget) ? 'ew-resize' : (cursors[on.on] ?? '')
  const hovered = 'card' in on ? on.card.id : null
  if (hovered === pointing.hovered) return
  pointing.hovered = hovered
  repaint()
}

/** A wheel zooms, as in ComfyUI; two fingers on a touchpad, which move both ways, pan. */
function wheel({ view, repaint }: Hands, event: WheelEvent, at: Place): void {
  const isTouchpad = event.deltaMode === 0 && !event.ctrlKey && (event.deltaX !== 0 || Math.abs(event.deltaY) < 15)
  if (event.shiftKey) view.pan([-event.deltaY - event.deltaX, 0])
  else if (isTouchpad) view.pan([-event.deltaX, -event.deltaY])
  else view.zoomTo(view.ds.scale * Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), at.screen)
  repaint()
}
