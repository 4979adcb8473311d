import { createContext, useContext } from 'react'
import type { CanvasStore } from './canvas-state.ts'
import type { Mounted } from './mount.ts'

/** The canvas that elements lie over. */
interface ShownCanvas {
  readonly state: CanvasStore
  readonly mounted: Mounted
}

export const CanvasContext = createContext<ShownCanvas | null>(null)

export function useCanvas(): ShownCanvas {
  const canvas = useContext(CanvasContext)
  if (!canvas) throw new Error('this component stands outside CanvasContext')
  return canvas
}
