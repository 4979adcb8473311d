import { Play, Square, Zap } from 'lucide-react'
import { useContext } from 'react'
import { Button, ToggleButton } from 'react-aria-components'
import { useStore } from 'zustand'
import { runCommand } from '../../commands/all-commands.ts'
import { buttons } from '../../look/styles.ts'
import { DocumentContext, useLayout, useRunView, useStudio } from '../../studio/use-studio.ts'
import { seconds } from '../../widgets/durations.ts'
import css from './run-button.module.css'

const mostRuns = 100

/** Run, Stop and Live. */
export function RunButton() {
  const studio = useStudio()
  // In a dialog the dialog's document, else the one in front.
  const document = useContext(DocumentContext) ?? undefined
  const live = useLayout(layout => layout.live)
  const queue = useStore(studio.runs.store, ({ queue }) => queue)
  const view = useRunView()
  const isOpen = useStore(studio.documents.store, ({ active }) => active !== null)
  const batch = useLayout(layout => layout.batch)
  const setBatch = (count: number) =>
    studio.layout.store.setState({ batch: Math.min(mostRuns, Math.max(1, Math.round(count) || 1)) })
  const isRunning = queue.some(({ state }) => state === 'running')
  const active = queue.filter(({ state }) => state !== 'held').length
  return (
    <div className={css.run}>
      <ToggleButton isSelected={live} onChange={studio.layout.toggleLive} aria-label="Live: run after every change">
        <Zap /> <span className={css.text}>Live</span>
      </ToggleButton>
      {isRunning && (
        <Button className={css.stop} onPress={() => runCommand(studio, 'run.interrupt')}>
          <Square /> Stop
        </Button>
      )}
      <label className={css.batch} title="How many runs are queued at once">
        ×
        <input
          type="number"
          aria-label="Number of runs"
          min={1}
          max={mostRuns}
          value={batch}
          onChange={({ target }) => setBatch(target.valueAsNumber)}
        />
      </label>
      <Button
        className={`${buttons.primary} ${css.now}`}
        isDisabled={!isOpen}
        onPress={() => runCommand(studio, 'run.run', document)}
      >
        <Play /> Run
        {view?.status === 'done' && view.ms !== null && <i>{seconds(view.ms / 1000)}</i>}
        {active > 1 && <i>{active} in the queue</i>}
      </Button>
    </div>
  )
}
