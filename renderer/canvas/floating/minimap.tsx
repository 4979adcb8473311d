import { type PointerEvent, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useActive, useStudio } from '../../studio/use-studio.ts'
import type { CanvasStore } from '../canvas-state.ts'
import { around, grow } from '../geometry.ts'
import type { Mounted } from '../mount.ts'
import css from './minimap.module.css'

const [width, height] = [168, 104]

/** The whole graph in a corner, with the part that is seen; a press there goes there. */
export function Minimap({ state, mounted }: { readonly state: CanvasStore; readonly mounted: Mounted }) {
  const studio = useStudio()
  const canvas = useRef<HTMLCanvasElement>(null)
  const isShown = useStore(studio.settings, ({ minimap }) => minimap)
  const { offset, scale, size, drawn } = useStore(state)
  const present = useActive(document => document.present)

  useEffect(() => {
    if (isShown && canvas.current && drawn > 0) drawMap(canvas.current, mounted, [offset, scale, size])
  }, [isShown, mounted, drawn, offset, scale, size])

  if (!isShown || !present || present.nodes.length === 0) return null
  const go = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons !== 1) return
    const box = event.currentTarget.getBoundingClientRect()
    const { place } = mapping(mounted)
    const [x, y] = [(event.clientX - box.left) / place.k + place.x, (event.clientY - box.top) / place.k + place.y]
    const { view } = mounted
    const [w, h] = view.cssSize
    view.pan([(-x - view.ds.offset[0]!) * view.ds.scale + w / 2, (-y - view.ds.offset[1]!) * view.ds.scale + h / 2])
    state.setState({ offset: [view.ds.offset[0]!, view.ds.offset[1]!] })
    view.paint()
  }
  return (
    <canvas
      ref={canvas}
      className={css.minimap}
      role="img"
      aria-label="Map of the workflow"
      style={{ width, height }}
      onPointerDown={go}
      onPointerMove={go}
    />
  )
}

/** How graph units lie on the map. */
function mapping({ graph }: Mounted) {
  const bounds = around([...graph.cards.values()].map(card => card.bounds)) ?? [0, 0, 1, 1]
  const [x, y, w, h] = grow(bounds, 40)
  const k = Math.min(width / w, height / h)
  return { place: { x: x - (width / k - w) / 2, y: y - (height / k - h) / 2, k } }
}

function drawMap(
  canvas: HTMLCanvasElement,
  mounted: Mounted,
  [offset, scale, size]: [readonly [number, number], number, readonly [number, number]],
): void {
  const ratio = window.devicePixelRatio
  canvas.width = width * ratio
  canvas.height = height * ratio
  const context = canvas.getContext('2d')!
  const { look } = mounted.view
  const { x, y, k } = mapping(mounted).place
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  for (const card of mounted.graph.cards.values()) {
    const [cx, cy, w, h] = card.bounds
    context.fillStyle = card.layout.outputs[0] ? look.socket(card.layout.outputs[0].type) : look.edgeStrong
    context.globalAlpha = 0.75
    context.fillRect((cx - x) * k, (cy - y) * k, Math.max(2, w * k), Math.max(2, h * k))
  }
  context.globalAlpha = 1
  context.strokeStyle = look.accent
  context.lineWidth = 1.5
  context.strokeRect((-offset[0] - x) * k, (-offset[1] - y) * k, (size[0] / scale) * k, (size[1] / scale) * k)
}
