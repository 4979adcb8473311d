import { GripVertical, ListOrdered, Play, Square, X } from 'lucide-react'
import { useMemo } from 'react'
import { Button, GridList, GridListItem, useDragAndDrop } from 'react-aria-components'
import { useStore } from 'zustand'
import { convertWorkflow } from '../../../graph/prompt.ts'
import { summaryOf } from '../../../graph/run/summary.ts'
import type { QueueItem } from '../../../runtime/contract/answers.ts'
import { runCommand } from '../../commands/all-commands.ts'
import { IconButton } from '../../look/controls.tsx'
import { SidePanel } from '../../look/side-panel.tsx'
import { buttons, flow, texts } from '../../look/styles.ts'
import { heldRuns } from '../../studio/runs.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { timeLeft } from '../../widgets/durations.ts'
import { pictureAddress } from '../../widgets/pictures/picture-address.ts'
import css from './queue-panel.module.css'
import { RunBar, useRunning } from './run-progress.tsx'

/** What runs and what waits. */
export function QueuePanel() {
  const studio = useStudio()
  const queue = useStore(studio.runs.store, ({ queue }) => queue)
  const waiting = queue.filter(({ state }) => state === 'waiting')
  const held = queue.filter(({ state }) => state === 'held')
  return (
    <SidePanel
      title="Queue"
      actions={
        waiting.length + held.length > 0 && (
          <Button className={buttons.quiet} onPress={() => runCommand(studio, 'run.clear-queue')}>
            Clear
          </Button>
        )
      }
    >
      <Running />
      {waiting.length > 0 && <Waiting items={waiting} />}
      {held.length > 0 && <Held items={held} />}
      {queue.length === 0 && (
        <p className={texts.empty}>
          <ListOrdered />
          <span>
            Nothing is running. Press <b>Run</b> or <kbd>Ctrl Enter</kbd> to run the workflow. Runs that wait for their
            turn are listed here.
          </span>
        </p>
      )}
    </SidePanel>
  )
}

function Running() {
  const studio = useStudio()
  const { item, view, now, share } = useRunning()
  if (!item) return null
  return (
    <div className={css.running}>
      {view?.unfinished && <img src={view.unfinished.urls.at(-1)} alt="Unfinished" />}
      <div className={flow.tight}>
        <Row item={item} />
        <IconButton icon={Square} label="Stop" onPress={() => runCommand(studio, 'run.interrupt')} />
      </div>
      <RunBar label="Progress" share={share} />
      <p className={texts.faint}>
        {now && now.of > 0 ? `step ${now.step} of ${now.of}` : 'running'}
        {now?.secondsLeft ? ` · ${timeLeft(now.secondsLeft)}` : ''}
      </p>
    </div>
  )
}

/** In the order in which they run. They are reordered by dragging or with the keyboard. */
function Waiting({ items }: { readonly items: readonly QueueItem[] }) {
  const studio = useStudio()
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: keys => [...keys].map(key => ({ 'text/plain': String(key) })),
    onReorder({ keys, target }) {
      const moved = items.filter(({ id }) => keys.has(id)).map(({ id }) => id)
      const rest = items.map(({ id }) => id).filter(id => !keys.has(id))
      const at = rest.indexOf(String(target.key)) + (target.dropPosition === 'after' ? 1 : 0)
      void studio.attempt(() => studio.api.request('queue:reorder', rest.toSpliced(at, 0, ...moved)))
    },
  })
  return (
    <GridList className={css.waiting} aria-label="Waiting" items={items} dragAndDropHooks={dragAndDropHooks}>
      {item => (
        <GridListItem id={item.id} textValue={item.title}>
          <IconButton icon={GripVertical} label={`Move ${item.title}`} slot="drag" />
          <Row item={item} />
          <Cancel item={item} />
        </GridListItem>
      )}
    </GridList>
  )
}

/** The newest picture of its document, what it draws, and its seed; of another window's run there is only the title. */
function Row({ item: { id, title, document } }: { readonly item: QueueItem }) {
  const { runs, specs } = useStudio()
  const shown = useStore(runs.store, ({ pictures }) => pictures[document ?? ''])
  const picture = Object.values(shown ?? {})
    .flat()
    .at(-1)
  const drawn = useStore(runs.store, () => runs.drawnIn(id))
  const summary = useMemo(() => drawn && summaryOf(convertWorkflow(drawn, specs).prompt, specs), [drawn, specs])
  return (
    <span
      className={css.row}
      title={[summary?.prompt, summary?.seed && `seed ${summary.seed}`, title].filter(Boolean).join('\n')}
    >
      {picture ? <img src={pictureAddress(picture, 256)} alt="" /> : <i />}
      <span>
        <b>{summary?.prompt || title}</b>
        {summary && <small>{summary.seed ? `seed ${summary.seed} · ${title}` : title}</small>}
      </span>
    </span>
  )
}

function Cancel({ item }: { readonly item: QueueItem }) {
  const studio = useStudio()
  return (
    <IconButton
      icon={X}
      label={`Cancel ${item.title}`}
      onPress={() => void studio.attempt(() => studio.api.request('run:cancel', item.id))}
    />
  )
}

/** What the program left when it ended: a person decides whether it goes on. */
function Held({ items }: { readonly items: readonly QueueItem[] }) {
  const studio = useStudio()
  return (
    <section className={css.held} aria-label="From last time">
      <p>{heldRuns(items.length)}</p>
      <Button className={buttons.primary} onPress={() => runCommand(studio, 'run.continue')}>
        <Play /> Continue
      </Button>
      <ul>
        {items.map(item => (
          <li key={item.id} className={flow.tight}>
            <Row item={item} />
            <Cancel item={item} />
          </li>
        ))}
      </ul>
    </section>
  )
}
