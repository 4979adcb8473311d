import { ProgressBar } from 'react-aria-components'
import { useStore } from 'zustand'
import { texts } from '../../look/styles.ts'
import type { RunView } from '../../studio/run-view.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { timeLeft } from '../../widgets/durations.ts'
import css from './run-progress.module.css'

/** How far a run is, from 0 to 1: its finished nodes, and the steps of the one that runs. */
export function shareOf({ nodes, total, finished }: RunView): number {
  const now = Object.values(nodes).find(({ state }) => state === 'running')
  const part = now && now.of > 0 ? now.step / now.of : 0
  return total > 0 ? Math.min(1, (finished + part) / total) : 0
}

/** The progress of the run along the lower edge of the bar, with the time left for the node that runs. */
export function RunProgress() {
  const { runs } = useStudio()
  const { queue, views } = useStore(runs.store)
  const running = queue.find(({ state }) => state === 'running')
  const view = running && Object.values(views).find(({ run }) => run === running.id)
  if (!view) return null
  const now = Object.values(view.nodes).find(({ state }) => state === 'running')
  const share = shareOf(view) * 100
  return (
    <>
      {now?.secondsLeft != null && now.secondsLeft > 1 && (
        <span className={texts.faint}>{timeLeft(now.secondsLeft)}</span>
      )}
      <ProgressBar className={`${css.progress} ${css.edge}`} aria-label={`Running ${running.title}`} value={share}>
        <i style={{ width: `${share}%` }} />
      </ProgressBar>
    </>
  )
}
