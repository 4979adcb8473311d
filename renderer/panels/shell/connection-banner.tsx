import { Unplug } from 'lucide-react'
import { useStore } from 'zustand'
import { useStudio } from '../../studio/use-studio.ts'
import css from './connection-banner.module.css'

/** Shown while the program does not answer. */
export function ConnectionBanner() {
  const { isLost, wait } = useStore(useStudio().connection)
  if (!isLost) return null
  return (
    <div className={css.banner}>
      <Unplug />
      <p role="status">Leapgraph is not reachable. Your edits are kept here and sent when it is back.</p>
      <span aria-hidden>{wait > 0 ? `Next try in ${wait} s` : 'Trying …'}</span>
    </div>
  )
}
