import type { Point } from '../../studio/canvas-view.ts'
import { selectNodes } from '../../studio/selection.ts'
import { panned, toGraph, zoomed } from '../camera.ts'
import { type Hit, hit } from '../hit.ts'
import type { Scene } from '../scene.ts'
import { wireAt } from '../wire-at.ts'
import { begin } from './begin.ts'
import { isDraggable } from './drag-widget.ts'
import { type Effect, type Gesture, nothingShown, type Place, type Press, type Shown } from './gesture.ts'
import { type Fingers, fingerStep, noFingers } from './pan.ts'
import { click, doubleClick, middleClick } from './press.ts'
import { resizeCursor } from './resize.ts'
import { type Wheel, wheelMeans } from './wheel.ts'

/** What the pointer has done so far. */
export interface PointerState {
  /** Set while the button is down; without a gesture it may still become a click. */
  readonly press: Press | null
  readonly gesture: Gesture | null
  readonly isSpaceHeld: boolean
  readonly fingers: Fingers
  /** Where the pointer is, in CSS pixels of the canvas; null when it is elsewhere. */
  readonly at: Point | null
  /** The node under the pointer. */
  readonly hovered: string | null
  readonly cursor: string
}

export const pointerAtRest: PointerState = {
  press: null,
  gesture: null,
  isSpaceHeld: false,
  fingers: noFingers,
  at: null,
  hovered: null,
  cursor: '',
}

/** Places are in CSS pixels of the canvas. `ctrl` is Ctrl or Command, `time` in milliseconds; `finger` is the id of a touch. */
export type CanvasEvent =
  | {
      readonly kind: 'down'
      readonly at: Point
      readonly button: number
      readonly shift: boolean
      readonly ctrl: boolean
      readonly alt: boolean
      readonly time: number
      readonly finger?: number | undefined
    }
  | {
      readonly kind: 'move'
      readonly at: Point
      readonly shift?: boolean
      readonly alt?: boolean
      readonly finger?: number | undefined
    }
  | { readonly kind: 'cancel'; readonly at: Point; readonly finger?: number | undefined }
  | { readonly kind: 'double click' | 'menu'; readonly at: Point }
  | {
      readonly kind: 'up'
      readonly at: Point
      readonly shift: boolean
      readonly ctrl: boolean
      readonly alt?: boolean
      readonly finger?: number | undefined
    }
  | { readonly kind: 'wheel'; readonly at: Point; readonly wheel: Wheel; readonly shift: boolean }
  | { readonly kind: 'leave' | 'escape' }
  | { readonly kind: 'space'; readonly isHeld: boolean }

export interface PointerStep {
  readonly state: PointerState
  readonly effects: readonly Effect[]
}

/** CSS pixels; a press that moves less is a click. */
const dragThreshold = 4

/** Turns pointer events into gestures and clicks. Pure: from a state and an event to the next state and the effects to perform. */
export function pointerStep(state: PointerState, event: CanvasEvent, scene: Scene): PointerStep {
  if (state.press && state.press.document !== scene.document) return stepElsewhere(state, event, scene)
  if ('finger' in event && event.finger !== undefined) {
    const { fingers, camera } = fingerStep(state.fingers, { ...event, finger: event.finger }, scene.camera)
    // The second finger ends what the first one began, and the last one that is lifted is not a click.
    if (fingers.arePinching || state.fingers.arePinching) {
      const cancelled = cancel({ ...state, fingers, at: null, hovered: null })
      const looks: readonly Effect[] = camera === scene.camera ? [] : [{ do: 'look', camera }]
      return { state: cancelled.state, effects: [...cancelled.effects, ...looks] }
    }
    return stepOne({ ...state, fingers }, event, scene)
  }
  return stepOne(state, event, scene)
}

function stepOne(state: PointerState, event: CanvasEvent, scene: Scene): PointerStep {
  switch (event.kind) {
    case 'down':
      return down(state, event, scene)
    case 'move':
      return move({ ...state, at: event.at }, placeOf(event, scene), scene)
    case 'up':
      return up(state, event, scene)
    case 'cancel':
    case 'escape':
      return cancel(state)
    case 'leave':
      return stay({ ...state, at: null, hovered: null })
    case 'space':
      return stay({ ...state, isSpaceHeld: event.isHeld })
    case 'wheel':
      return { state, effects: [{ do: 'look', camera: cameraAfter(event, scene) }] }
    case 'double click':
      return { state, effects: doubleClickAt(placeOf(event, scene), scene) }
    case 'menu':
      return { state, effects: openMenu(placeOf(event, scene), scene) }
  }
}

/** What is drawn for the gesture in progress. */
export const shownIn = ({ gesture }: PointerState): Shown =>
  gesture?.shown ? { ...nothingShown, ...gesture.shown } : nothingShown

const stay = (state: PointerState): PointerStep => ({ state, effects: [] })
const placeOf = (
  { at: screen, shift = false, alt = false }: { readonly at: Point; readonly shift?: boolean; readonly alt?: boolean },
  { camera }: Scene,
): Place => ({ screen, graph: toGraph(camera, screen), shift, alt })
const released = (state: PointerState): PointerState => ({ ...state, press: null, gesture: null, cursor: '' })

/** A gesture is cancelled when another document comes to the front. */
function stepElsewhere(state: PointerState, event: CanvasEvent, scene: Scene): PointerStep {
  const cancelled = cancel(state)
  const next = pointerStep(cancelled.state, event, scene)
  return { ...next, effects: [...cancelled.effects, ...next.effects] }
}

const cancel = (state: PointerState): PointerStep => ({
  state: released(state),
  effects: state.gesture?.cancel() ?? [],
})

function down(state: PointerState, event: Extract<CanvasEvent, { kind: 'down' }>, scene: Scene): PointerStep {
  const effects: readonly Effect[] = [{ do: 'float', floating: null }]
  if (event.button === 2 || state.gesture) return { state, effects }
  const { button, shift, ctrl, alt, time } = event
  const at = placeOf(event, scene)
  const press = { at, on: hitWith(alt || shift, scene, at), button, shift, ctrl, alt, time, document: scene.document }
  return { state: { ...state, press }, effects }
}

/** With Alt or Shift a wire is hit anywhere, not only in its middle. */
function hitWith(anywhere: boolean, scene: Scene, { graph }: Place): Hit {
  const on = hit(scene, graph)
  if (scene.isLocked) return toLookAt(on)
  const link = anywhere && on.on === 'ground' ? wireAt(scene, graph) : null
  return link === null ? on : { on: 'wire', link }
}

/** On a locked canvas there are only cards, pictures and the ground. */
const toLookAt = (on: Hit): Hit =>
  'card' in on && on.on !== 'picture' ? { on: 'card', card: on.card } : on.on === 'wire' ? { on: 'ground' } : on

function move(state: PointerState, to: Place, scene: Scene): PointerStep {
  const { press, gesture } = state
  if (!press) return stay(hover(state, hitWith(false, scene, to)))
  const [x, y] = press.at.screen
  if (!gesture && Math.hypot(to.screen[0] - x, to.screen[1] - y) < dragThreshold) return stay(state)
  const begun = gesture ? { gesture, effects: [] } : begin(press, state.isSpaceHeld, scene)
  const moved = begun.gesture.move(to, scene)
  return {
    state: { ...state, gesture: moved.gesture, cursor: moved.gesture.cursor },
    effects: [...begun.effects, ...moved.effects],
  }
}

function up(state: PointerState, event: Extract<CanvasEvent, { kind: 'up' }>, scene: Scene): PointerStep {
  const { press, gesture } = state
  const at = placeOf(event, scene)
  return { state: released(state), effects: gesture?.end(at, scene) ?? clicked() }

  function clicked(): readonly Effect[] {
    if (press?.button === 1) return scene.isLocked ? [] : middleClick(press)
    return press?.button === 0 ? click(press, { at, isAdding: event.shift || event.ctrl }) : []
  }
}

const cursors: Partial<Record<Hit['on'], string>> = {
  socket: 'crosshair',
  widget: 'pointer',
  wire: 'pointer',
}

const hover = (state: PointerState, on: Hit): PointerState => ({
  ...state,
  hovered: 'card' in on ? on.card.id : null,
  cursor: cursorOver(on),
})

function cursorOver(on: Hit): string {
  if (on.on === 'corner') return resizeCursor(on.corner)
  return on.on === 'widget' && isDraggable(on.widget) ? 'ew-resize' : (cursors[on.on] ?? '')
}

/** With Shift the wheel pans sideways. */
function cameraAfter({ wheel, shift, at }: Extract<CanvasEvent, { kind: 'wheel' }>, { camera }: Scene) {
  if (shift) return panned(camera, [-wheel.deltaY - wheel.deltaX, 0])
  const means = wheelMeans(wheel)
  return 'pan' in means ? panned(camera, means.pan) : zoomed(camera, camera.scale * means.zoom, at)
}

const doubleClickAt = (at: Place, scene: Scene): readonly Effect[] =>
  doubleClick(scene.document, hitWith(false, scene, at), at)

/** The menu acts on the selection, so a node outside it is selected first. */
function openMenu(at: Place, scene: Scene): readonly Effect[] {
  const { document } = scene
  const on = hit(scene, at.graph)
  const menu: Effect = { do: 'float', floating: { kind: 'menu', at: at.screen, hit: on } }
  const isOther = 'card' in on && !document.read().selection.nodes.has(on.card.id)
  return isOther ? [{ do: 'select', document, selection: selectNodes([on.card.id]) }, menu] : [menu]
}
