import { ProgressBar } from 'react-aria-components'
import { useStore } from 'zustand'
import { texts } from '../../look/styles.ts'
import type { NodeProgress, RunView } from '../../studio/run-view.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { timeLeft } from '../../widgets/durations.ts'
import css from './run-progress.module.css'

/** How far a run is, from 0 to 1: its finished nodes, and the steps of the one that runs. */
function shareOf({ total, finished }: RunView, now: NodeProgress | undefined): number {
  const part = now && now.of > 0 ? now.step / now.of : 0
  return total > 0 ? Math.min(1, (finished + part) / total) : 0
}

/** The run in progress, its view where this window started it, the node that runs, and how far the run is. */
export function useRunning() {
  const { queue, views } = useStore(useStudio().runs.store)
  const item = queue.find(({ state }) => state === 'running')
  const view = item && Object.values(views).find(({ run }) => run === item.id)
  const now = Object.values(view?.nodes ?? {}).find(({ state }) => state === 'running')
  return { item, view, now, share: view ? shareOf(view, now) : 0 }
}

interface BarProps {
  readonly label: string
  /** From 0 to 1. */
  readonly share: number
  /** A class of its own. */
  readonly className?: string | undefined
}

export const RunBar = ({ label, share, className = '' }: BarProps) => (
  <ProgressBar className={`${css.progress} ${className}`} aria-label={label} value={share * 100}>
    <i style={{ width: `${share * 100}%` }} />
  </ProgressBar>
)

/** The progress of the run along the lower edge of the bar, with the time left for the node that runs. */
export function RunProgress() {
  const { item, view, now, share } = useRunning()
  if (!item || !view) return null
  return (
    <>
      {now?.secondsLeft != null && now.secondsLeft > 1 && (
        <span className={`${texts.faint} ${css.left}`}>{timeLeft(now.secondsLeft)}</span>
      )}
      <RunBar label={`Running ${item.title}`} share={share} className={css.edge} />
    </>
  )
}
