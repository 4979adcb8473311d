import { useStore } from 'zustand'
import type { CanvasStore } from '../canvas-state.ts'
import css from './refusal.module.css'

/** Why the wire under the pointer is refused. */
export function Refusal({ state }: { readonly state: CanvasStore }) {
  const refusal = useStore(state, ({ refusal }) => refusal)
  if (!refusal) return null
  return (
    <output className={css.refusal} style={{ left: refusal.at[0] + 14, top: refusal.at[1] + 18 }}>
      {refusal.why}
    </output>
  )
}
