import { type PointerEvent, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useActive, useStudio } from '../../studio/use-studio.ts'
import { centred } from '../camera.ts'
import { useCanvas } from '../use-canvas.ts'
import { drawMap, mapOf, mapSize, placeOnMap } from './draw-map.ts'
import css from './minimap.module.css'

/** The whole graph in a corner, with a frame around the part in view; a press moves the view there. */
export function Minimap() {
  const { state, mounted } = useCanvas()
  const studio = useStudio()
  const canvas = useRef<HTMLCanvasElement>(null)
  const isShown = useStore(studio.settings, ({ minimap }) => minimap)
  const { offset, scale, size, drawn } = useStore(state)
  const present = useActive(document => document.present)

  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!isShown || !context || drawn === 0) return
    const seen = [-offset[0], -offset[1], size[0] / scale, size[1] / scale] as const
    drawMap(context, mounted.view.look, [...mounted.graph.cards.values()], seen, window.devicePixelRatio)
  }, [isShown, mounted, drawn, offset, scale, size])

  if (!isShown || !present || present.nodes.length === 0) return null
  const go = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons !== 1) return
    const box = event.currentTarget.getBoundingClientRect()
    const { view, graph } = mounted
    const there = placeOnMap(mapOf(graph.cards.values()), [event.clientX - box.left, event.clientY - box.top])
    view.camera = centred(view.camera, there, view.cssSize)
    mounted.repaint()
  }
  return (
    <canvas
      ref={canvas}
      className={css.minimap}
      data-over-canvas
      role="img"
      aria-label="Map of the workflow"
      style={{ width: mapSize[0], height: mapSize[1] }}
      onPointerDown={go}
      onPointerMove={go}
    />
  )
}
